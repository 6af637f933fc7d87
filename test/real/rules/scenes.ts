import { type Scene, type Series, steps } from '../../model/rules/play.ts';

const stepSeconds = 30;
const count = 180;
const members = ['a', 'b', 'c'];
const minute = (step: number) => (step * stepSeconds) / 60;
const within = (step: number, from: number, to: number) => minute(step) >= from && minute(step) < to;

type Of = (step: number, instance: string) => number | undefined;

/** One series per member. */
function each(name: string, of: Of, labels: Series['labels'] = {}): Series[] {
  return members.map((instance) => ({
    name,
    labels: { job: 'etcd', instance, ...labels },
    values: steps(count, (step) => of(step, instance)),
  }));
}

/** A counter that grows by `rate` a second; `resets` are steps at which it begins at 0 again. */
function counter(rate: (step: number) => number, resets: readonly number[] = []): (step: number) => number {
  return (step) => {
    let value = 0;
    for (let at = 1; at <= step; at++) value = (resets.includes(at) ? 0 : value) + rate(at) * stepSeconds;
    return Math.round(value * 1000) / 1000;
  };
}

/** A histogram whose observations lie in the bucket that `bound` names, one a second, with few in the one below. */
function histogram(
  name: string,
  bounds: readonly number[],
  bound: (step: number) => number,
  resets: readonly number[],
) {
  return [...bounds, Number.POSITIVE_INFINITY].flatMap((upper) =>
    each(
      `${name}_bucket`,
      (step, instance) => (instance === 'b' ? counter((at) => (upper >= bound(at) ? 1 : 0), resets)(step) : undefined),
      { le: upper === Number.POSITIVE_INFINITY ? '+Inf' : String(upper) },
    ).filter(({ labels }) => labels.instance === 'b'),
  );
}

const latencyBounds = [0.064, 0.128, 0.256, 0.512, 1.024, 2.048];
const scene = (name: string, ...series: readonly Series[]): Scene => ({ name, stepSeconds, series });
const grpc = { grpc_service: 'etcdserverpb.KV', grpc_method: 'Put', grpc_type: 'unary' };

/** What happens to a cluster, written as the series that its members would have shown. */
export const scenes: readonly Scene[] = [
  scene(
    'one member down for 45 minutes, its series gone',
    ...each('up', (step, instance) => (instance === 'c' && within(step, 10, 55) ? 0 : 1)),
    ...each('etcd_server_has_leader', (step, instance) => (instance === 'c' && within(step, 10, 55) ? undefined : 1)),
    ...each('etcd_server_id', (step, instance) => (instance === 'c' && within(step, 10, 55) ? undefined : 1)),
    ...each(
      'etcd_network_peer_sent_failures_total',
      (step, instance) => (instance === 'c' ? undefined : counter((at) => (within(at, 10, 55) ? 0.5 : 0))(step)),
      { To: 'c' },
    ).filter(({ labels }) => labels.instance !== 'c'),
  ),
  scene(
    'quorum lost, found again, flapping leader flag',
    ...each('up', (step, instance) => (instance !== 'a' && within(step, 20, 40) ? 0 : 1)),
    ...each('etcd_server_has_leader', (step, instance) => {
      if (instance !== 'a') return within(step, 20, 40) ? undefined : 1;
      return within(step, 20, 40) || (within(step, 50, 60) && step % 4 === 0) ? 0 : 1;
    }),
  ),
  scene(
    'leader changes, a restart in the middle, a series that begins late',
    ...each('etcd_server_leader_changes_seen_total', (step, instance) => {
      if (instance === 'c' && step < 60) return undefined;
      if (instance === 'b' && step >= 70) return 1;
      return 1 + [21, 24, 27, 30, 33, 90, 93].filter((at) => step >= at).length;
    }),
  ),
  scene(
    'leader changes where no series was before',
    ...each('etcd_server_leader_changes_seen_total', (step) =>
      step < 20 ? undefined : [20, 22, 24, 26, 28].filter((at) => step >= at).length,
    ),
  ),
  scene(
    'failed proposals: a burst, then too many for half an hour, with a reset',
    ...each('etcd_server_proposals_failed_total', (step, instance) =>
      counter((at) => (within(at, 3, 4) ? 2 : within(at, 20, 60) ? 7 : 0), instance === 'b' ? [70] : [])(step),
    ),
  ),
  scene(
    'slow log, slower, well again; the process restarts twice',
    ...histogram(
      'etcd_disk_wal_fsync_duration_seconds',
      latencyBounds,
      (step) => (within(step, 10, 35) ? 1.024 : within(step, 35, 60) ? 2.048 : 0.064),
      [45, 90],
    ),
    ...histogram(
      'etcd_disk_backend_commit_duration_seconds',
      latencyBounds,
      (step) => (within(step, 15, 50) ? 0.512 : 0.128),
      [45],
    ),
    ...histogram(
      'etcd_network_peer_round_trip_time_seconds',
      latencyBounds,
      (step) => (within(step, 5, 30) ? 0.256 : 0.064),
      [],
    ),
  ),
  scene(
    'database near its quota, then defragmented; one member shows it only now and then',
    ...each('etcd_mvcc_db_total_size_in_bytes', (step, instance) =>
      instance === 'c' && step % 7 > 2 ? undefined : within(step, 10, 45) ? 2_080_000_000 : 400_000_000,
    ),
    ...each('etcd_mvcc_db_total_size_in_use_in_bytes', (step) => (within(step, 30, 80) ? 150_000_000 : 390_000_000)),
    ...each('etcd_server_quota_backend_bytes', () => 2_147_483_648),
  ),
  scene(
    'steady growth, then none',
    ...each('etcd_mvcc_db_total_size_in_bytes', (step, instance) =>
      instance === 'a' ? 100_000_000 + Math.min(step, 70) * 4_000_000 : 100_000_000,
    ),
    ...each('etcd_server_quota_backend_bytes', () => 2_147_483_648),
  ),
  scene(
    'failing and slow calls; cancelled watches',
    ...each(
      'grpc_server_handled_total',
      (step, instance) => counter((at) => (instance === 'a' && within(at, 12, 40) ? 9 : 10), [50])(step),
      { ...grpc, grpc_code: 'OK' },
    ),
    ...each(
      'grpc_server_handled_total',
      (step, instance) =>
        instance === 'a' && step >= 20
          ? counter((at) => (within(at, 12, 30) ? 0.3 : within(at, 30, 60) ? 1 : 0))(step)
          : undefined,
      { ...grpc, grpc_code: 'Unavailable' },
    ).filter(({ labels }) => labels.instance === 'a'),
    ...each('grpc_server_handled_total', (step) => counter(() => 3)(step), {
      grpc_service: 'etcdserverpb.Watch',
      grpc_method: 'Watch',
      grpc_type: 'bidi_stream',
      grpc_code: 'Canceled',
    }),
    ...[0.1, 0.3, Number.POSITIVE_INFINITY].flatMap((upper) =>
      each(
        'grpc_server_handling_seconds_bucket',
        (step) => counter((at) => (upper >= (within(at, 20, 50) ? 0.3 : 0.1) ? 5 : 0))(step),
        { ...grpc, le: upper === Number.POSITIVE_INFINITY ? '+Inf' : String(upper) },
      ),
    ),
  ),
  scene('a backup that fails', {
    name: 'kube_job_status_failed',
    labels: { job: 'kube', job_name: 'etcd-backup-27' },
    values: steps(count, (step) => (within(step, 20, 30) ? 1 : 0)),
  }),
  scene(
    'an even number of members',
    ...['a', 'b', 'c', 'd'].map((instance) => ({
      name: 'etcd_server_id',
      labels: { job: 'etcd', instance, server_id: instance },
      values: steps(count, (step) => (instance === 'd' && !within(step, 10, 40) ? undefined : 1)),
    })),
  ),
];
