import { type MetricSet, type Shape, shapeOf } from '../../src/model/metric-set.ts';
import type {
  CertificateSample,
  ClockSample,
  ClusterSample,
  EndpointSample,
  ErrorKind,
  LinearizableSample,
  Mark,
  MemberSample,
  Relay,
  StatusSample,
} from '../../src/model/sample.ts';

/** A page as plain numbers: exposition keys, and histograms as counts per upper bound (not cumulative; the last is beyond all). */
export type Page = Readonly<Record<string, number | Buckets>>;

/** Observations per bucket: `{ 0.001: 5, 0.002: 1, Infinity: 0 }`. */
export type Buckets = Readonly<Record<string, number>>;

/** What a test says about a member; everything else is that of a healthy follower. */
export type MemberPlan = {
  readonly id?: string;
  readonly name?: string;
  readonly learner?: boolean;
  readonly clientUrls?: readonly string[];
  /** false: Status fails with `error`. */
  readonly status?: Partial<StatusSample> | false;
  /** undefined or false: no metrics. */
  readonly page?: Page | false;
  readonly error?: ErrorKind;
  readonly linearizable?: LinearizableSample;
  /** Monotonic ms of the page, when it is not that of the sample. */
  readonly mono?: number;
  readonly clock?: ClockSample;
  readonly relay?: Relay;
  readonly servingCertNotAfter?: number;
};

/** What a test says about a sample: seconds since the beginning, and its members by name. */
export type SamplePlan = {
  readonly seconds: number;
  readonly members: Readonly<Record<string, MemberPlan>>;
  /** Seconds by which the wall clock is off. */
  readonly wallOff?: number;
  readonly interval?: number;
  readonly endpoints?: readonly EndpointSample[];
  readonly marks?: readonly Mark[];
  readonly certificates?: readonly CertificateSample[];
  readonly clusterId?: string;
};

/** Wall ms of second 0. */
export const beginning = Date.UTC(2026, 10, 21, 14, 0, 0);

/** Ids of the members called a, b, c...: real ones are 64 bits in hex. */
export const idOf = (name: string): string => `8e9e05c52164694${name.charCodeAt(0).toString(16).at(-1)}`;

/** One sample from plain numbers. */
export function sampleOf(plan: SamplePlan): ClusterSample {
  const mono = 1_000_000 + plan.seconds * 1000;
  return {
    at: beginning + (plan.seconds + (plan.wallOff ?? 0)) * 1000,
    mono,
    intervalSeconds: plan.interval ?? 2,
    clusterId: plan.clusterId ?? 'cdf818194e3a8c32',
    members: Object.entries(plan.members).map(([name, member]) => memberOf(name, member, mono)),
    endpoints: plan.endpoints ?? [],
    ...(plan.marks ? { marks: plan.marks } : {}),
    ...(plan.certificates ? { certificates: plan.certificates } : {}),
  };
}

/** One member from plain numbers. */
export function memberOf(name: string, plan: MemberPlan, mono: number): MemberSample {
  const id = plan.id ?? idOf(name);
  const down = plan.status === false;
  const kind = plan.error ?? 'refused';
  const text = kind === 'timeout' ? 'timeout after 2s' : `connect ECONNREFUSED 10.0.0.1:2379`;
  return {
    id,
    name: plan.name ?? name,
    endpoint: `https://${name}:2379`,
    peerUrls: [`https://${name}:2380`],
    clientUrls: plan.clientUrls ?? [`https://${name}:2379`],
    learner: plan.learner ?? false,
    ...(down ? { statusError: { kind, text } } : { status: statusOf(plan.status || {}, plan.learner) }),
    ...(plan.page
      ? {
          metrics: {
            from: `http://${name}:2381/metrics`,
            seconds: 0.004,
            bytes: 150_000,
            mono: plan.mono ?? mono,
            set: setOf(plan.page),
            ...(plan.clock ? { clock: plan.clock } : {}),
            ...(plan.relay ? { relay: plan.relay } : {}),
          },
        }
      : { metricsError: { kind, text } }),
    ...(plan.servingCertNotAfter ? { servingCertNotAfter: plan.servingCertNotAfter } : {}),
    ...(plan.linearizable ? { linearizable: plan.linearizable } : {}),
  };
}

function statusOf(status: Partial<StatusSample>, learner = false): StatusSample {
  return {
    version: '3.5.16',
    leaderId: idOf('a'),
    term: 2n,
    raftIndex: 1000n,
    appliedIndex: 1000n,
    revision: 900n,
    dbSizeBytes: 20_000_000,
    dbInUseBytes: 15_000_000,
    learner,
    errors: [],
    rttSeconds: 0.002,
    ...status,
  };
}

const shapes = new Map<string, Shape>();

/** A page as the parser would give it; pages with the same keys share their shape. */
export function setOf(page: Page): MetricSet {
  const keys: string[] = [];
  const values: number[] = [];
  for (const [key, value] of Object.entries(page)) {
    if (typeof value === 'number') {
      keys.push(key);
      values.push(value);
    } else addHistogram(key, value, keys, values);
  }
  const text = keys.join('\n');
  const shape = shapes.get(text) ?? shapeOf(keys);
  shapes.set(text, shape);
  return { shape, values: Float64Array.from(values) };
}

function addHistogram(key: string, buckets: Buckets, keys: string[], values: number[]) {
  const [, name = key, labels = ''] = /^([^{]+)(?:\{(.*)\})?$/.exec(key) ?? [];
  const bounds = Object.keys(buckets).sort((a, b) => Number(a) - Number(b));
  let cumulative = 0;
  let sum = 0;
  for (const bound of bounds) {
    cumulative += buckets[bound] ?? 0;
    sum += (buckets[bound] ?? 0) * (bound === 'Infinity' ? 10 : Number(bound));
    keys.push(`${name}_bucket{${labels ? `${labels},` : ''}le="${bound === 'Infinity' ? '+Inf' : bound}"}`);
    values.push(cumulative);
  }
  const where = labels ? `{${labels}}` : '';
  keys.push(`${name}_sum${where}`, `${name}_count${where}`);
  values.push(sum, cumulative);
}

/** A healthy member's page `seconds` after its start: 100 fsyncs and 50 commits a second, all fast. */
export function pageAfter(seconds: number, over: Page = {}): Page {
  return {
    process_start_time_seconds: beginning / 1000 - 3600,
    process_cpu_seconds_total: 10 + seconds * 0.05,
    etcd_server_has_leader: 1,
    etcd_server_is_leader: 0,
    etcd_disk_wal_fsync_duration_seconds: { 0.002: seconds * 99, 0.004: seconds, 0.016: 0, Infinity: 0 },
    etcd_disk_backend_commit_duration_seconds: { 0.004: seconds * 50, 0.032: 0, Infinity: 0 },
    etcd_server_leader_changes_seen_total: 1,
    etcd_server_quota_backend_bytes: 2147483648,
    etcd_mvcc_put_total: seconds * 10,
    etcd_mvcc_range_total: seconds * 100,
    ...over,
  };
}

/** Three healthy members a (leader), b and c at `seconds`, with what a test changes: `down` for one that refuses connections. */
export function threeAt(
  seconds: number,
  over: Readonly<Record<string, MemberPlan | 'down' | 'hung' | 'gone'>> = {},
  plan: Partial<SamplePlan> = {},
): ClusterSample {
  const members: Record<string, MemberPlan> = {};
  for (const name of new Set(['a', 'b', 'c', ...Object.keys(over)])) {
    const wanted = over[name] ?? {};
    if (wanted === 'gone') continue;
    if (wanted === 'down' || wanted === 'hung') {
      members[name] = { status: false, page: false, error: wanted === 'hung' ? 'timeout' : 'refused' };
    } else members[name] = { page: pageAfter(seconds), ...wanted };
  }
  return sampleOf({ seconds, members, ...plan });
}
