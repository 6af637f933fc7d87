import { quantile } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

/** What the disk does under the log and the database. */
export const diskMetrics = {
  walFsyncP99: {
    title: 'WAL fsync p99',
    brief: 'fsync p99',
    unit: 'seconds',
    from: quantile(0.99, 'etcd_disk_wal_fsync_duration_seconds'),
    column: { header: 'FSYNC', width: 6, weight: 95 },
    levels: { warning: 0.01, critical: 0.5 },
    check: {
      id: 'wal-fsync-p99',
      outlastsWindow: true,
      remedy:
        "Look at that member's disk: iostat -x 1, other writers on the device, a failing or network-backed volume.",
      source: 'etcd FAQ (10 ms); etcd mixin etcdHighFsyncDurations (0.5 s)',
    },
    help: 'How long the disk takes to make a log write durable.',
  },
  backendCommitP99: {
    title: 'backend commit p99',
    brief: 'commit p99',
    unit: 'seconds',
    from: quantile(0.99, 'etcd_disk_backend_commit_duration_seconds'),
    column: { header: 'COMMIT', width: 6, weight: 94 },
    levels: { warning: 0.025, critical: 0.25 },
    check: {
      id: 'backend-commit-p99',
      outlastsWindow: true,
      remedy:
        "Look at that member's disk; if WAL fsync is fine, look for large writes or a database being read heavily.",
      source: 'etcd FAQ (25 ms); etcd mixin etcdHighCommitDurations (0.25 s)',
    },
    help: 'How long the database takes to commit a batch to disk.',
  },
} as const satisfies Record<string, MetricEntry>;
