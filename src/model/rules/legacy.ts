import {
  calculate,
  compare,
  countWithout,
  type Expression,
  increaseOf,
  quantileOf,
  rateOf,
  select,
} from './expression.ts';
import type { Rule } from './rule.ts';

const minute = 60;
const gib = 1024 ** 3;

const p99 = (family: string): Expression => quantileOf(0.99, rateOf(select(`${family}_bucket`), 5 * minute));
const size = select('etcd_mvcc_db_total_size_in_bytes');
const peers = select('etcd_network_active_peers');
const members = countWithout(select('up'), 'instance');

/** The ten checks of the Go etcdoc with its thresholds, and with the meaning that their names promise: a p99, five minutes. */
export const legacyRules: readonly Rule[] = [
  rule(
    'Leader Status',
    'no-leader',
    'critical',
    compare(select('etcd_server_has_leader'), '==', 0),
    'leader seen',
    'count',
  ),
  rule(
    'WAL Fsync Latency',
    'wal-fsync-p99',
    'critical',
    compare(p99('etcd_disk_wal_fsync_duration_seconds'), '>', 0.5),
    'WAL fsync p99',
    'seconds',
    0.5,
  ),
  rule(
    'Pending Proposals',
    'proposals-pending',
    'critical',
    compare(select('etcd_server_proposals_pending'), '>', 100),
    'proposals pending',
    'count',
    100,
  ),
  rule('Database Size', 'db-size', 'critical', compare(size, '>', 8 * gib), 'database size', 'bytes', 8 * gib),
  rule(
    'Database Size',
    'db-size',
    'warning',
    { kind: 'and', left: compare(size, '>=', 0.85 * 8 * gib), right: compare(size, '<=', 8 * gib) },
    'database size',
    'bytes',
    0.85 * 8 * gib,
  ),
  rule(
    'Defragmentation Inflight',
    'defrag-in-flight',
    'warning',
    compare(select('etcd_disk_defrag_inflight'), '>', 0),
    'defragmentations in flight',
    'count',
  ),
  rule(
    'Backend Commit Latency',
    'backend-commit-p99',
    'critical',
    compare(p99('etcd_disk_backend_commit_duration_seconds'), '>', 1),
    'backend commit p99',
    'seconds',
    1,
  ),
  rule(
    'Learner Node Status',
    'learner',
    'warning',
    compare(select('etcd_server_is_learner'), '==', 1),
    'learner',
    'count',
  ),
  rule(
    'Leader Changes',
    'leader-changes',
    'critical',
    compare(increaseOf(select('etcd_server_leader_changes_seen_total'), 5 * minute), '>=', 3),
    'leader changes in 5 min',
    'count',
    3,
  ),
  rule(
    'Cluster Peer Health',
    'peer-disconnected',
    'warning',
    compare({ kind: 'aggregate', how: 'sum', of: peers, by: ['instance'] }, '<', {
      kind: 'aggregate',
      how: 'count',
      of: peers,
      by: ['instance'],
    }),
    'peers connected',
    'count',
  ),
  rule(
    'Cluster Size',
    'even-members',
    'warning',
    compare(calculate(members, '%', 2), '==', 0),
    'members modulo 2',
    'count',
  ),
  rule('Cluster Size', 'too-many-members', 'warning', compare(members, '>', 7), 'members', 'count', 7),
];

function rule(
  alert: string,
  check: Rule['check'],
  severity: Rule['severity'],
  when: Expression,
  says: string,
  unit: Rule['unit'],
  threshold?: number,
): Rule {
  return { alert, check, severity, forSeconds: 0, when, says, unit, threshold };
}
