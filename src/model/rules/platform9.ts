import {
  calculate,
  compare,
  countBy,
  increaseOf,
  quantileOf,
  rateOf,
  type Selector,
  select,
  sumBy,
} from './expression.ts';
import type { Rule } from './rule.ts';

const minute = 60;

/** Most of these rules look at what was five minutes ago. */
const then = (name: string, where?: Selector['where']): Selector => select(name, where, 5 * minute);

const failedShare = calculate(
  sumBy(
    rateOf(then('grpc_server_handled_total', { grpc_code: { not: ['OK'] } }), minute),
    'grpc_service',
    'grpc_method',
  ),
  '/',
  sumBy(rateOf(then('grpc_server_handled_total'), minute), 'grpc_service', 'grpc_method'),
);

/** The rules that Platform9 publishes for etcd. */
export const platform9Rules: readonly Rule[] = [
  {
    alert: 'EtcdDown',
    check: 'member-down',
    severity: 'critical',
    forSeconds: 10 * minute,
    when: compare(then('up'), '==', 0),
    says: 'member up',
    unit: 'count',
  },
  {
    alert: 'EtcdInsufficientMembers',
    check: 'even-members',
    severity: 'critical',
    forSeconds: minute,
    when: compare(calculate(countBy(then('etcd_server_id'), 'cluster'), '%', 2), '==', 0),
    says: 'members modulo 2',
    unit: 'count',
  },
  {
    alert: 'EtcdNoLeader',
    check: 'no-leader',
    severity: 'critical',
    forSeconds: minute,
    when: compare(then('etcd_server_has_leader'), '==', 0),
    says: 'leader seen',
    unit: 'count',
  },
  {
    alert: 'EtcdHighNumberOfLeaderChanges',
    check: 'leader-changes',
    severity: 'high',
    forSeconds: 0,
    when: compare(increaseOf(then('etcd_server_leader_changes_seen_total'), 10 * minute), '>', 2),
    says: 'leader changes in 10 min',
    unit: 'count',
    threshold: 2,
  },
  {
    alert: 'EtcdHighNumberOfFailedGRPCRequests',
    check: 'grpc-failed',
    severity: 'warning',
    forSeconds: 2 * minute,
    when: compare(failedShare, '>', 0.01),
    says: 'gRPC calls that failed',
    unit: 'ratio',
    threshold: 0.01,
  },
  {
    alert: 'EtcdHighNumberOfFailedProposals',
    check: 'proposals-failed',
    severity: 'warning',
    forSeconds: 2 * minute,
    when: compare(increaseOf(select('etcd_server_proposals_failed_total'), 60 * minute), '>', 5),
    says: 'proposals failed in an hour',
    unit: 'count',
    threshold: 5,
  },
  {
    alert: 'EtcdHighFsyncDurations',
    check: 'wal-fsync-p99',
    severity: 'warning',
    forSeconds: 2 * minute,
    when: compare(quantileOf(0.99, rateOf(then('etcd_disk_wal_fsync_duration_seconds_bucket'), minute)), '>', 0.5),
    says: 'WAL fsync p99',
    unit: 'seconds',
    threshold: 0.5,
  },
  {
    alert: 'EtcdHighCommitDurations',
    check: 'backend-commit-p99',
    severity: 'warning',
    forSeconds: 2 * minute,
    when: compare(
      quantileOf(0.99, rateOf(then('etcd_disk_backend_commit_duration_seconds_bucket'), minute)),
      '>',
      0.25,
    ),
    says: 'backend commit p99',
    unit: 'seconds',
    threshold: 0.25,
  },
  {
    alert: 'EtcdBackupJobFailed',
    check: 'metrics-unavailable',
    severity: 'high',
    forSeconds: 0,
    when: compare(then('kube_job_status_failed'), '>', 0),
    says: 'backup jobs failed',
    unit: 'count',
  },
];
