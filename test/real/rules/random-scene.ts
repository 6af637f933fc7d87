import { type Scene, type Series, steps } from '../../model/rules/play.ts';

const count = 160;
const bounds = ['0.064', '0.256', '0.512', '1.024', '2.048', '+Inf'];

/** Numbers between 0 and 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A cluster to which anything happens: moods that last, restarts, pages that fail, series that come and go. */
export function randomScene(seed: number, stepSeconds: number): Scene {
  const random = chance(seed);
  const series = ['a', 'b', 'c'].flatMap((instance) => memberSeries(instance, random, stepSeconds));
  return { name: `seed ${seed}, a step of ${stepSeconds} s`, stepSeconds, series };
}

function memberSeries(instance: string, random: () => number, stepSeconds: number): Series[] {
  const labels = { job: 'etcd', instance };
  const silent = walk(random, [0, 0, 0, 1], 0.1);
  const restarts = Array.from({ length: count }, () => random() < 0.02);
  const gauge = (name: string, choices: readonly number[]): Series => {
    const mood = walk(random, choices, 0.06);
    return { name, labels, values: steps(count, (step) => (silent[step] ? undefined : mood[step])) };
  };
  const counter = (name: string, rates: readonly number[], more = {}): Series => {
    const mood = walk(random, rates, 0.06);
    let value = 0;
    const values = Array.from({ length: count }, (_, step) => {
      if (restarts[step]) value = 0;
      value += Math.floor((mood[step] ?? 0) * stepSeconds * (0.5 + random()));
      return silent[step] ? undefined : value;
    });
    return { name, labels: { ...labels, ...more }, values };
  };
  const histogram = (name: string): Series[] => {
    const mood = walk(random, [0, 1, 2, 3, 4, 5], 0.05);
    const totals = bounds.map(() => 0);
    const columns: (number | undefined)[][] = bounds.map(() => []);
    for (let step = 0; step < count; step++) {
      if (restarts[step]) totals.fill(0);
      const seen = Math.floor(random() * 50);
      bounds.forEach((_, at) => {
        if (at >= (mood[step] ?? 0)) totals[at] = (totals[at] ?? 0) + seen;
        columns[at]?.push(silent[step] ? undefined : totals[at]);
      });
    }
    return bounds.map((le, at) => ({ name: `${name}_bucket`, labels: { ...labels, le }, values: columns[at] ?? [] }));
  };
  const grpc = { grpc_service: 'etcdserverpb.KV', grpc_method: 'Put', grpc_type: 'unary' };
  return [
    { name: 'up', labels, values: steps(count, (step) => (silent[step] ? 0 : 1)) },
    gauge('etcd_server_has_leader', [1, 1, 1, 0]),
    gauge('etcd_server_id', [1]),
    gauge('etcd_mvcc_db_total_size_in_bytes', [1e8, 5e8, 9e8, 9.8e8, 1e9]),
    gauge('etcd_mvcc_db_total_size_in_use_in_bytes', [5e7, 2e8, 4e8, 9e8]),
    gauge('etcd_server_quota_backend_bytes', [1e9]),
    counter('etcd_server_leader_changes_seen_total', [0, 0, 0.02]),
    counter('etcd_server_proposals_failed_total', [0, 0, 0.1, 8]),
    counter('etcd_network_peer_sent_failures_total', [0, 0, 0.3], { To: 'x' }),
    counter('grpc_server_handled_total', [5, 20], { ...grpc, grpc_code: 'OK' }),
    counter('grpc_server_handled_total', [0, 0.3, 3], { ...grpc, grpc_code: 'Unavailable' }),
    ...histogram('etcd_disk_wal_fsync_duration_seconds'),
    ...histogram('etcd_disk_backend_commit_duration_seconds'),
    ...histogram('etcd_network_peer_round_trip_time_seconds'),
  ];
}

/** One of the choices at each step; it changes with a chance of `change`. */
function walk(random: () => number, choices: readonly number[], change: number): number[] {
  const pick = () => choices[Math.floor(random() * choices.length)] ?? 0;
  let now = pick();
  return Array.from({ length: count }, () => {
    if (random() < change) now = pick();
    return now;
  });
}
