import type { CheckId } from '../../model/check-id.ts';
import type { MetricId } from '../../model/registry.ts';

/** ★ Thresholds of the Go etcdoc: its config key and its variable, and the metric or check whose critical bound it now is. */
export const formerThresholds = [
  { key: 'fsync_latency_seconds', variable: 'FSYNC_LATENCY_SECONDS', metric: 'walFsyncP99' },
  { key: 'backend_commit_latency_seconds', variable: 'BACKEND_COMMIT_LATENCY_SECONDS', metric: 'backendCommitP99' },
  { key: 'max_leader_changes_5m', variable: 'MAX_LEADER_CHANGES_5M', check: 'leader-changes', withinSeconds: 300 },
  { key: 'max_pending_proposals', variable: 'MAX_PENDING_PROPOSALS', metric: 'proposalsPending' },
  { key: 'max_db_size_bytes', variable: 'MAX_DB_SIZE_BYTES', metric: 'dbSizeBytes' },
] as const satisfies readonly ({ key: string; variable: string } & (
  | { metric: MetricId }
  | { check: CheckId; withinSeconds: number }
))[];
