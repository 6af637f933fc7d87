import type { Cause } from '../../src/model/cause.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ClusterView, MemberView } from '../../src/model/view.ts';
import { at, breach, clusterView, downMember, memberView, readingsOf } from './views.ts';

/** `count` healthy members cp-1, cp-2 (the leader), ... */
function membersOf(count: number): MemberView[] {
  return Array.from({ length: count }, (_, index) =>
    memberView(`cp-${index + 1}`, {
      ...(index === (count > 1 ? 1 : 0) ? { role: 'leader', startedAt: at - 532_800_000 } : {}),
      readings: readingsOf({ walFsyncP99: 0.0038 + index * 0.0003, cpuCores: 0.031 + index * 0.004 }),
    }),
  );
}

const slow = memberView('cp-3', {
  health: 'SLOW',
  level: 'warning',
  ageSeconds: 1,
  readings: readingsOf({ walFsyncP99: 0.0382, backendCommitP99: 0.061, raftIndexLag: 212, slowApplyPerSecond: 4.1 }),
});
const breaches = [breach(slow, 'walFsyncP99', 23), breach(slow, 'backendCommitP99', 21)];

const slowDisk: Cause = {
  cause: 'slow-disk',
  severity: 'warning',
  subject: slow.id,
  subjectName: slow.label,
  confidence: 'high',
  text: 'slow disk: it takes long to write its log and its database',
  because: ['wal-fsync-p99', 'backend-commit-p99'],
  explains: breaches.map(({ finding }) => finding),
  evidence: ['WAL fsync p99 38 ms', 'backend commit p99 61 ms'],
  against: 'not the network (peer RTT p99 0.7 ms)',
  next: ['on cp-3: iostat -x 1 (await and %util of the device that holds the data directory)'],
};

function trouble(
  check: Finding['check'],
  severity: Finding['severity'],
  text: string,
  remedy: string,
): Partial<ClusterView> {
  const finding: Finding = {
    check,
    severity,
    subject: 'cluster',
    subjectName: 'cluster',
    text,
    remedy,
    source: 'etcd documentation',
  };
  const raisedAt = at - 30_000;
  const { subject, subjectName } = finding;
  return {
    findings: [finding],
    alerts: [{ key: `${check} cluster`, check, subject, subjectName, severity, raisedAt, flaps: 0, finding }],
    events: [{ at: raisedAt, kind: severity === 'critical' ? 'CRIT' : 'WARN', text, alertKey: `${check} cluster` }],
  };
}

const [first, second, third] = membersOf(3) as [MemberView, MemberView, MemberView];
const nospace = { memberId: third.id, memberName: third.label, type: 'NOSPACE' } as const;

/** The states of a cluster that the goldens show, by name. */
export const scenarios: Readonly<Record<string, ClusterView>> = {
  'healthy-1': clusterView(membersOf(1)),
  'healthy-3': clusterView([first, second, third]),
  'healthy-5': clusterView(membersOf(5)),
  'healthy-7': clusterView(membersOf(7)),
  'slow-disk': clusterView([first, second, slow], {
    findings: breaches.map(({ finding }) => finding),
    causes: [slowDisk],
    alerts: breaches.map(({ alert }) => alert),
    events: [
      ...breaches.map(({ event }) => event),
      { at: at - 249_000, kind: 'MARK', text: 'start drain cp-3' },
      { at: at - 271_000, kind: 'OK', subject: first.id, subjectName: 'cp-1', text: 'reachable again after 4.2 s' },
    ],
  }),
  down: clusterView(
    [first, second, downMember('cp-3')],
    trouble('member-down', 'critical', 'cp-3 does not answer: connect ECONNREFUSED 10.0.0.13:2379', 'Start it again.'),
  ),
  'quorum-lost': clusterView(
    [
      memberView('cp-1', { health: 'NOLEADER', level: 'critical', readings: readingsOf({ peerRttP99: undefined }) }),
      downMember('cp-2', 'connect ETIMEDOUT 10.0.0.12:2379'),
      downMember('cp-3'),
    ],
    {
      ...trouble('quorum-lost', 'critical', '1 of 3 voters is healthy, 2 are needed', 'Bring one member back first.'),
      revisionPerSecond: 0,
    },
  ),
  nospace: clusterView(
    [
      first,
      second,
      {
        ...third,
        health: 'NOSPACE',
        level: 'critical',
        alarms: [nospace],
        readings: readingsOf({ quotaUsedRatio: 1 }),
      },
    ],
    trouble('alarm-nospace', 'critical', 'NOSPACE alarm on cp-3: writes are refused', 'Compact, defragment, disarm.'),
  ),
  learner: clusterView([
    first,
    second,
    third,
    memberView('cp-4', { role: 'learner', readings: readingsOf({ raftIndexLag: 18_400 }) }),
  ]),
  'api-only': clusterView([
    first,
    second,
    memberView('cp-3', {
      health: 'NOMETRICS',
      level: 'warning',
      access: 'api-only',
      trouble: 'gRPC ok, /metrics: 403 Forbidden; allow the client certificate or give --metrics-urls',
      readings: readingsOf(
        { dbSizeBytes: 2 ** 31, dbInUseBytes: 2 ** 30, dbInUseRatio: 0.5, raftIndexLag: 0, statusRttSeconds: 0.001 },
        { reason: 'no-metrics' },
      ),
    }),
  ]),
};
