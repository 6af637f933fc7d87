import { failedCodes } from '../registry/requests.ts';
import {
  calculate,
  compare,
  countWithout,
  type Expression,
  isTrue,
  lastOf,
  maxWithout,
  quantileOf,
  rateOf,
  select,
  sumWithout,
} from './expression.ts';
import type { Rule } from './rule.ts';

const minute = 60;
const hour = 3600;

const up = select('up');
const handled = select('grpc_server_handled_total');
const failed = select('grpc_server_handled_total', { grpc_code: failedCodes });
const size = select('etcd_mvcc_db_total_size_in_bytes');
const used = select('etcd_mvcc_db_total_size_in_use_in_bytes');
const quota = select('etcd_server_quota_backend_bytes');
const changes = select('etcd_server_leader_changes_seen_total');

const failedPercent = calculate(
  calculate(sumWithout(rateOf(failed, 5 * minute), 'grpc_type', 'grpc_code'), '*', 100),
  '/',
  sumWithout(rateOf(handled, 5 * minute), 'grpc_type', 'grpc_code'),
);
const p99 = (family: string): Expression => quantileOf(0.99, rateOf(select(`${family}_bucket`), 5 * minute));

const membersDown: Expression = {
  kind: 'or',
  left: sumWithout(isTrue(up, '==', 0), 'instance'),
  right: countWithout(
    compare(sumWithout(rateOf(select('etcd_network_peer_sent_failures_total'), 120), 'instance'), '>', 0.01),
    'To',
  ),
};

/** A series that no member has yet counts as 0, so that the first change is one. */
const changesSeen: Expression = {
  kind: 'or',
  left: maxWithout(changes, 'instance'),
  right: calculate({ kind: 'absent', of: changes }, '*', 0),
};

/** The etcd mixin as of etcd's main branch, 3.6 and 3.7. */
export const mixinRules: readonly Rule[] = [
  {
    alert: 'etcdMembersDown',
    check: 'member-down',
    severity: 'warning',
    forSeconds: 20 * minute,
    when: compare(maxWithout(membersDown, 'endpoint'), '>', 0),
    says: 'members down',
    unit: 'count',
  },
  {
    alert: 'etcdInsufficientMembers',
    check: 'quorum-lost',
    severity: 'critical',
    forSeconds: 3 * minute,
    when: compare(
      sumWithout(isTrue(up, '==', 1), 'instance'),
      '<',
      calculate(calculate(countWithout(up, 'instance'), '+', 1), '/', 2),
    ),
    says: 'members up',
    unit: 'count',
  },
  {
    alert: 'etcdNoLeader',
    check: 'no-leader',
    severity: 'critical',
    forSeconds: minute,
    when: compare(select('etcd_server_has_leader'), '==', 0),
    says: 'leader seen',
    unit: 'count',
  },
  {
    alert: 'etcdHighNumberOfLeaderChanges',
    check: 'leader-changes',
    severity: 'warning',
    forSeconds: 5 * minute,
    when: compare({ kind: 'increaseOf', of: changesSeen, seconds: 15 * minute, step: minute }, '>=', 4),
    says: 'leader changes in 15 min',
    unit: 'count',
    threshold: 4,
  },
  ...(
    [
      ['warning', 1, 10],
      ['critical', 5, 5],
    ] as const
  ).map(
    ([severity, percent, minutes]): Rule => ({
      alert: 'etcdHighNumberOfFailedGRPCRequests',
      check: 'grpc-failed',
      severity,
      forSeconds: minutes * minute,
      when: compare(failedPercent, '>', percent),
      says: 'percent of gRPC calls that failed',
      unit: 'count',
      threshold: percent,
    }),
  ),
  {
    alert: 'etcdGRPCRequestsSlow',
    check: 'grpc-slow',
    severity: 'critical',
    forSeconds: 10 * minute,
    when: compare(
      quantileOf(
        0.99,
        sumWithout(
          rateOf(
            select('grpc_server_handling_seconds_bucket', { grpc_type: 'unary', grpc_method: { not: ['Defragment'] } }),
            5 * minute,
          ),
          'grpc_type',
        ),
      ),
      '>',
      0.15,
    ),
    says: 'gRPC p99',
    unit: 'seconds',
    threshold: 0.15,
  },
  {
    alert: 'etcdMemberCommunicationSlow',
    check: 'peer-rtt-p99',
    severity: 'warning',
    forSeconds: 10 * minute,
    when: compare(p99('etcd_network_peer_round_trip_time_seconds'), '>', 0.15),
    says: 'peer RTT p99',
    unit: 'seconds',
    threshold: 0.15,
  },
  {
    alert: 'etcdHighNumberOfFailedProposals',
    check: 'proposals-failed',
    severity: 'warning',
    forSeconds: 15 * minute,
    when: compare(rateOf(select('etcd_server_proposals_failed_total'), 15 * minute), '>', 5),
    says: 'proposals failed',
    unit: 'perSecond',
    threshold: 5,
  },
  ...(
    [
      ['warning', 0.5],
      ['critical', 1],
    ] as const
  ).map(
    ([severity, seconds]): Rule => ({
      alert: 'etcdHighFsyncDurations',
      check: 'wal-fsync-p99',
      severity,
      forSeconds: 10 * minute,
      when: compare(p99('etcd_disk_wal_fsync_duration_seconds'), '>', seconds),
      says: 'WAL fsync p99',
      unit: 'seconds',
      threshold: seconds,
    }),
  ),
  {
    alert: 'etcdHighCommitDurations',
    check: 'backend-commit-p99',
    severity: 'warning',
    forSeconds: 10 * minute,
    when: compare(p99('etcd_disk_backend_commit_duration_seconds'), '>', 0.25),
    says: 'backend commit p99',
    unit: 'seconds',
    threshold: 0.25,
  },
  {
    alert: 'etcdDatabaseQuotaLowSpace',
    check: 'quota-used',
    severity: 'critical',
    forSeconds: 10 * minute,
    when: compare(calculate(calculate(lastOf(size, 5 * minute), '/', lastOf(quota, 5 * minute)), '*', 100), '>', 95),
    says: 'percent of the quota used',
    unit: 'count',
    threshold: 95,
  },
  {
    alert: 'etcdExcessiveDatabaseGrowth',
    check: 'growth-forecast',
    severity: 'warning',
    forSeconds: 10 * minute,
    when: compare({ kind: 'predict', of: size, seconds: 4 * hour, ahead: 4 * hour }, '>', quota),
    says: 'database size in four hours',
    unit: 'bytes',
  },
  {
    alert: 'etcdDatabaseHighFragmentationRatio',
    check: 'fragmentation',
    severity: 'warning',
    forSeconds: 10 * minute,
    when: {
      kind: 'and',
      left: compare(calculate(lastOf(used, 5 * minute), '/', lastOf(size, 5 * minute)), '<', 0.5),
      right: compare(used, '>', 104857600),
    },
    says: 'database in use',
    unit: 'ratio',
    threshold: 0.5,
  },
];
