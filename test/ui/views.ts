import type { Alert, EventEntry, Finding } from '../../src/model/finding.ts';
import { shapeOf } from '../../src/model/metric-set.ts';
import type { Monitor } from '../../src/model/monitor.ts';
import type { Level, Reading, Unknown } from '../../src/model/reading.ts';
import { type MetricId, metricIds, registry } from '../../src/model/registry.ts';
import type { MemberSample } from '../../src/model/sample.ts';
import type { Trend, TrendRequest } from '../../src/model/trend.ts';
import type { ClusterView, MemberView } from '../../src/model/view.ts';

/** The moment of every made-up view, wall ms. */
export const at = Date.UTC(2026, 10, 21, 14, 2, 11);

const mebi = 2 ** 20;

const usual: Readonly<Partial<Record<MetricId, number>>> = {
  walFsyncP99: 0.0041,
  backendCommitP99: 0.0098,
  raftIndexLag: 0,
  applyBacklog: 0,
  revisionLag: 0,
  leaderChanges: 1,
  proposalsPending: 0,
  proposalsFailedPerSecond: 0,
  proposalsCommittedPerSecond: 318,
  proposalsAppliedPerSecond: 318,
  slowApplyPerSecond: 0,
  heartbeatFailuresPerSecond: 0,
  peerRttP99: 0.0009,
  peerSentBytesPerSecond: 0.4 * mebi,
  peerReceivedBytesPerSecond: 1.2 * mebi,
  dbSizeBytes: 2150 * mebi,
  dbInUseBytes: 1311 * mebi,
  dbInUseRatio: 0.61,
  quotaBytes: 8192 * mebi,
  quotaUsedRatio: 0.262,
  dbGrowthBytesPerSecond: 320,
  keys: 48_100,
  watchers: 3100,
  putsPerSecond: 310,
  rangesPerSecond: 2100,
  txnsPerSecond: 290,
  deletesPerSecond: 12,
  cpuCores: 0.031,
  residentBytes: 412 * mebi,
  openFdsRatio: 0.02,
  uptimeSeconds: 271,
  statusRttSeconds: 0.0012,
};

/** A reading whose level follows from the registry's bounds. */
export function readingOf(id: MetricId, value: number | undefined, unknown?: Unknown): Reading {
  if (value === undefined) return { level: 'unknown', unknown: unknown ?? { reason: 'not-asked' } };
  const { warning, critical } = registry[id].levels ?? {};
  const level: Level =
    critical !== undefined && value > critical
      ? 'critical'
      : warning !== undefined && value > warning
        ? 'warning'
        : 'ok';
  return { value, level, observations: 1204, windowSeconds: id === 'dbGrowthBytesPerSecond' ? 1800 : 60 };
}

/** Readings of a healthy member but for what is given; `undefined` takes a number away. */
export function readingsOf(
  given: Readonly<Partial<Record<MetricId, number | undefined>>> = {},
  unknown?: Unknown,
): Record<MetricId, Reading> {
  const values: Readonly<Partial<Record<MetricId, number | undefined>>> = unknown ? given : { ...usual, ...given };
  // What has bounds and is not named here is well: a new metric must not make every healthy member unmeasured.
  const calm = (id: MetricId) => (unknown || id in given || registry[id].levels === undefined ? undefined : 0);
  return Object.fromEntries(metricIds.map((id) => [id, readingOf(id, values[id] ?? calm(id), unknown)])) as Record<
    MetricId,
    Reading
  >;
}

/** A member that is well but for what is given. */
export function memberView(label: string, given: Partial<MemberView> = {}): MemberView {
  const id = given.id ?? `8e9e05c5${label.length.toString(16)}${hash(label)}`;
  return {
    id,
    label,
    role: 'follower',
    health: 'ok',
    level: 'ok',
    access: 'full',
    version: '3.6.4',
    ageSeconds: 0,
    startedAt: at - 271_000,
    readings: readingsOf(),
    alarms: [],
    sample: memberSample(id, label),
    ...given,
  };
}

/** A member that does not answer. */
export function downMember(label: string, trouble = 'connect ECONNREFUSED 10.0.0.13:2379'): MemberView {
  return memberView(label, {
    role: 'unknown',
    health: 'DOWN',
    level: 'critical',
    access: 'down',
    version: undefined,
    ageSeconds: 14,
    trouble,
    readings: readingsOf({}, { reason: 'down' }),
  });
}

/** A view of these members; quorum, leader, rtt and totals follow from them unless given. */
export function clusterView(members: readonly MemberView[], given: Partial<ClusterView> = {}): ClusterView {
  const voters = members.filter(({ role }) => role !== 'learner');
  const healthy = voters.filter(({ access }) => access !== 'down').length;
  const needed = Math.floor(voters.length / 2) + 1;
  const leader = members.find(({ role }) => role === 'leader');
  const reachable = members.filter(({ access }) => access !== 'down');
  return {
    at,
    intervalSeconds: 2,
    windowSeconds: 60,
    historySeconds: 240,
    clusterId: '9c1f2b71d04ae3f5',
    freshness: { state: reachable.length === members.length ? 'complete' : 'partial', completeAt: at },
    quorum: {
      state: healthy >= needed ? 'ok' : 'lost',
      voters: voters.length,
      healthy,
      needed,
      canLose: Math.max(0, healthy - needed),
    },
    leader: {
      id: leader?.id,
      name: leader?.label,
      since: at - 532_800_000,
      atLeast: true,
      changes: 0,
      changesSeconds: 3600,
      spans: leader ? [{ fromAt: at - 240_000, toAt: at, id: leader.id, name: leader.label, term: 42n }] : [],
    },
    term: 42n,
    revision: 8_412_771n,
    revisionPerSecond: 312,
    compactRevision: 8_401_200,
    versions: [...new Set(reachable.flatMap(({ version }) => version ?? []))].sort(),
    clusterVersion: '3.6.0',
    storageVersion: '3.6.0',
    totals: { putsPerSecond: 310, rangesPerSecond: 2100, txnsPerSecond: 290, deletesPerSecond: 12, watchers: 9200 },
    alarms: members.flatMap(({ alarms }) => alarms),
    members,
    endpoints: [],
    rtt: Object.fromEntries(
      members.map((from, row) => [
        from.id,
        Object.fromEntries(
          members
            .filter((to) => to !== from)
            .map((to, column) => [to.id, readingOf('peerRttP99', 0.0006 + 0.0001 * (row + column))]),
        ),
      ]),
    ),
    findings: [],
    causes: [],
    alerts: [],
    events: [{ at: at - 3_600_000, kind: 'INFO', text: 'watching started, interval 2 s, window 60 s' }],
    ...given,
  };
}

/** A finding with its alert and event, as the model words them. */
export function breach(
  member: MemberView,
  metric: MetricId,
  seconds: number,
): { finding: Finding; alert: Alert; event: EventEntry } {
  const { title, check, unit, levels } = registry[metric];
  const value = member.readings[metric].value ?? 0;
  const threshold = levels?.warning ?? 0;
  const finding: Finding = {
    check: check?.id ?? 'wal-fsync-p99',
    severity: 'warning',
    subject: member.id,
    subjectName: member.label,
    value,
    threshold,
    unit,
    text: `${title} ${(value * 1000).toFixed(1)} ms > ${threshold * 1000} ms`,
    remedy: check?.remedy ?? '',
    source: check?.source ?? '',
  };
  const key = `${finding.check} ${member.id}`;
  const raisedAt = at - seconds * 1000;
  const { check: id, subject, subjectName, severity, text } = finding;
  const measured = { min: value / 10, avg: value * 0.83, max: value * 1.87 };
  return {
    finding,
    alert: { key, check: id, subject, subjectName, severity, raisedAt, flaps: 0, ...measured, finding },
    event: { at: raisedAt, kind: 'WARN', subject, subjectName, text, alertKey: key },
  };
}

/** A trend that wobbles around the member's reading, the same on every run. */
export function wavyTrend(view: ClusterView | undefined): (request: TrendRequest) => Trend {
  return ({ metric, memberId, columns, secondsPerColumn }) => {
    const now = view?.members.find(({ id }) => id === memberId)?.readings[metric].value;
    const values = Array.from({ length: columns }, (_, column) =>
      now === undefined ? undefined : now * (0.7 + 0.3 * Math.abs(Math.sin(column))),
    );
    const known = values.filter((value) => value !== undefined);
    return {
      metric,
      memberId,
      secondsPerColumn,
      startAt: at - columns * secondsPerColumn * 1000,
      values,
      failed: values.map((value) => value === undefined),
      now,
      max: known.length > 0 ? Math.max(...known) : undefined,
    };
  };
}

/** A monitor that holds ready-made views, oldest first. */
export function monitorOf(views: readonly ClusterView[]): Monitor {
  const clamp = (number: number) => Math.max(0, Math.min(views.length - 1, number));
  return {
    push() {
      throw new Error('this monitor only shows');
    },
    get latest() {
      return views.at(-1);
    },
    get oldest() {
      return views.length > 0 ? 0 : -1;
    },
    get newest() {
      return views.length - 1;
    },
    viewAt: (number) => views[clamp(number)],
    numberAt: (time) =>
      Math.max(
        0,
        views.findLastIndex((view) => view.at <= time),
      ),
    trend: (request, number) => wavyTrend(number === undefined ? views.at(-1) : views[clamp(number)])(request),
    setWindow() {},
    sampleAt: () => undefined,
  };
}

function memberSample(id: string, name: string): MemberSample {
  return {
    id,
    name,
    endpoint: 'https://10.0.0.11:2379',
    peerUrls: ['https://10.0.0.11:2380'],
    clientUrls: ['https://10.0.0.11:2379'],
    learner: false,
    status: {
      version: '3.6.4',
      leaderId: 'b71f2c10aa01',
      term: 42n,
      raftIndex: 9_000_000n,
      appliedIndex: 9_000_000n,
      revision: 8_412_771n,
      dbSizeBytes: 2150 * mebi,
      learner: false,
      errors: [],
      rttSeconds: 0.0012,
    },
    metrics: {
      from: 'https://10.0.0.11:2379/metrics',
      seconds: 0.004,
      bytes: 160_000,
      mono: 0,
      set: { shape: shapeOf([]), values: new Float64Array() },
    },
  };
}

function hash(text: string): string {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum.toString(16);
}
