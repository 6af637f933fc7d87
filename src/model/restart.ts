import type { MetricSet } from './metric-set.ts';
import type { ClusterSample, MetricsSample } from './sample.ts';
import { total } from './series-index.ts';

/** Counters that every member has and that a restart sets back. */
const witnesses = [
  'process_cpu_seconds_total',
  'etcd_network_client_grpc_received_bytes_total',
  'etcd_disk_wal_fsync_duration_seconds_count',
  'etcd_disk_backend_commit_duration_seconds_count',
];

/** Start of the member's process, wall ms by the member's clock; undefined where the page does not say. */
export function startedAt(set: MetricSet): number | undefined {
  const seconds = total(set, 'process_start_time_seconds');
  return seconds ? seconds * 1000 : undefined;
}

/** Wall ms at which a page was read: one that a daemon gave on is older than the sample it stands in. */
export function readAt(sample: ClusterSample, page: MetricsSample): number {
  return sample.at + Math.min(0, page.mono - sample.mono);
}

/**
 * Whether the process restarted between two pages, the first read at wall ms `fromAt`. The start time alone does not say: the kernel derives
 * it from the wall clock, so it jitters and moves when that clock is set. A counter that fell, or a start after the first page, confirms it.
 */
export function restartedBetween(from: MetricSet, to: MetricSet, fromAt: number): boolean {
  const before = startedAt(from);
  const after = startedAt(to);
  if (before === undefined || after === undefined || Math.abs(after - before) < 1000) return false;
  return after > fromAt || witnesses.some((family) => (total(to, family) ?? 0) < (total(from, family) ?? 0));
}
