import { first, gauge, growth, ratio, since, status, untilFull } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

const dbSize = first(status('dbSizeBytes'), gauge('etcd_mvcc_db_total_size_in_bytes'));
const dbInUse = first(status('dbInUseBytes'), gauge('etcd_mvcc_db_total_size_in_use_in_bytes'));
/** The metric is right on every version; Status carries the quota only from 3.6.6 and says 0 before. */
const quota = first(gauge('etcd_server_quota_backend_bytes'), status('quotaBytes'));

/** Size, quota, growth and upkeep of the database. */
export const databaseMetrics = {
  dbSizeBytes: {
    title: 'database size',
    unit: 'bytes',
    from: dbSize,
    column: { header: 'DB', width: 5, weight: 75 },
    check: {
      id: 'db-size',
      remedy: 'Find what grows; compact, then defragment member by member.',
      source: 'the bound set in the configuration',
    },
    help: 'Size of the database file; this is what the quota limits.',
  },
  dbInUseBytes: {
    title: 'database in use',
    unit: 'bytes',
    from: dbInUse,
    column: { header: 'INUSE', width: 6, weight: 40 },
    help: 'Bytes of the database file that hold data; the rest is what a defragmentation would return.',
  },
  dbInUseRatio: {
    title: 'database in use, share',
    unit: 'ratio',
    from: ratio(dbInUse, dbSize),
    column: { header: 'USE%', width: 4, weight: 65 },
    below: true,
    help: 'Share of the database file that holds data.',
  },
  quotaBytes: {
    title: 'quota',
    unit: 'bytes',
    from: quota,
    column: { header: 'QUOTA', width: 6, weight: 30 },
    help: 'Backend quota in force on this member.',
  },
  quotaUsedRatio: {
    title: 'quota used',
    unit: 'ratio',
    from: ratio(dbSize, quota),
    column: { header: 'QUO%', width: 5, weight: 85 },
    levels: { warning: 0.8, critical: 0.95 },
    check: {
      id: 'quota-used',
      remedy: 'Find what grows; compact, then defragment member by member; raise the quota only if the data is wanted.',
      source: "etcd mixin etcdDatabaseQuotaLowSpace (95 %); 80 % is the field's early warning",
    },
    help: 'Database size as a share of the quota; at 100 % etcd refuses writes.',
  },
  dbGrowthBytesPerSecond: {
    title: 'database growth',
    unit: 'bytesPerSecond',
    from: growth(dbSize),
    column: { header: 'GROW/h', width: 7, weight: 20, show: 'perHour' },
    help: 'Slope of the database size over ten minutes to four hours, since it last shrank.',
  },
  secondsToQuota: {
    title: 'time to quota',
    unit: 'seconds',
    from: untilFull(dbSize, quota),
    below: true,
    help: 'When the database reaches its quota if it goes on growing so; unknown while it does not grow, and beyond 24 times the history behind it.',
  },
  keys: { title: 'keys', unit: 'count', from: gauge('etcd_debugging_mvcc_keys_total'), help: 'Number of keys.' },
  defragInFlight: {
    title: 'defragmentation in flight',
    unit: 'count',
    sinceVersion: '3.4.18, 3.5.2',
    from: gauge('etcd_disk_defrag_inflight'),
    help: '1 while the member defragments and serves nothing.',
  },
  secondsSinceCompaction: {
    title: 'since compaction',
    unit: 'seconds',
    sinceVersion: '3.5.0',
    from: since('etcd_debugging_mvcc_db_compaction_last'),
    help: 'Time since the last compaction of this member.',
  },
} as const satisfies Record<string, MetricEntry>;
