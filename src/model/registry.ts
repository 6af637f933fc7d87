import { familiesOf } from './recipe.ts';
import { databaseMetrics } from './registry/database.ts';
import { diskMetrics } from './registry/disk.ts';
import type { MetricEntry } from './registry/entry.ts';
import { networkMetrics } from './registry/network.ts';
import { probeMetrics } from './registry/probe.ts';
import { processMetrics } from './registry/process.ts';
import { raftMetrics } from './registry/raft.ts';
import { requestMetrics } from './registry/requests.ts';

export type { Column, LevelCheck, Levels, MetricEntry } from './registry/entry.ts';

const entries = {
  ...diskMetrics,
  ...raftMetrics,
  ...networkMetrics,
  ...databaseMetrics,
  ...requestMetrics,
  ...processMetrics,
  ...probeMetrics,
} as const satisfies Record<string, MetricEntry>;

export type MetricId = keyof typeof entries;

/** ★ The metrics, in the order in which pages and tables list them. */
export const registry: Readonly<Record<MetricId, MetricEntry>> = entries;

export const metricIds = Object.keys(entries) as readonly MetricId[];

/** Families that the view reads besides the registry's: who a member is, what it runs, whom it talks to. */
const identityFamilies = [
  'process_start_time_seconds',
  'etcd_server_version',
  'etcd_cluster_version',
  'etcd_server_id',
  'etcd_server_has_leader',
  'etcd_server_is_leader',
  'etcd_server_is_learner',
  'etcd_debugging_mvcc_current_revision',
  'etcd_debugging_mvcc_compact_revision',
  'etcd_network_active_peers',
  'etcd_network_known_peers',
  'etcd_network_peer_sent_failures_total',
  'etcd_server_snapshot_apply_in_progress_total',
  'etcd_network_snapshot_receive_inflights_total',
  'etcd_network_peer_round_trip_time_seconds',
];

/** Every family that a page must be searched for, histograms by their base name; the parser skips the rest. */
export const wantedFamilies: ReadonlySet<string> = new Set([
  ...identityFamilies,
  ...metricIds.flatMap((id) => familiesOf(registry[id].from)),
]);

/** The least database size in use from which fragmentation is worth a word (etcd mixin: 100 MiB). */
export const fragmentationFloorBytes = 100 * 1024 * 1024;
