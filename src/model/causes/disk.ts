import type { Confidence } from '../cause.ts';
import type { CheckId } from '../check-id.ts';
import { formatSeconds } from '../format.ts';
import type { MemberView } from '../view.ts';
import { type Case, found, listed } from './case.ts';
import type { CauseRow, Suspicion } from './cause-row.ts';
import { breached, highest, saidOf } from './evidence.ts';

const diskChecks: readonly CheckId[] = ['wal-fsync-p99', 'backend-commit-p99'];
/** What a slow disk does to its own member, and the disk of the leader to all. */
const ownTrouble: readonly CheckId[] = [
  ...(['apply-backlog', 'slow-apply', 'follower-lag', 'revision-lag', 'grpc-slow', 'grpc-failed'] as const),
  ...(['slow-read-index', 'heartbeat-failures', 'proposals-pending', 'proposals-failed'] as const),
];
const commonTrouble: readonly CheckId[] = [
  ...(['leader-changes', 'no-leader', 'linearizable-read', 'proposals-pending', 'proposals-failed'] as const),
  ...(['slow-read-index', 'grpc-slow', 'heartbeat-failures'] as const),
];

/** A disk that takes long to make writes durable: told from a slow network by the round trips, from load by the other members. */
export const slowDisk: CauseRow = {
  id: 'slow-disk',
  title: 'slow disk',
  reads: 'walFsyncP99, backendCommitP99, peerRttP99 of all members',
  suspect: (file) => {
    const slow = file.view.members.filter(({ id }) => found(file, diskChecks, id).length > 0);
    const measured = file.view.members.filter(({ readings }) => readings.walFsyncP99.value !== undefined);
    if (slow.length > 1 && slow.length === measured.length && !standsOut(slow)) return [everywhere(file, slow)];
    return [
      ...slow.toSorted((a, b) => fsyncOf(b) - fsyncOf(a)).map((member) => oneDisk(file, member, measured)),
      ...hidden(file),
    ];
  },
};

const fsyncOf = ({ readings }: MemberView): number => readings.walFsyncP99.value ?? 0;

/** Whether one disk is slow by itself although no other is well: two buckets of etcd's histogram, a factor of four, are no chance. */
function standsOut(slow: readonly MemberView[]): boolean {
  const [worst = 0, next = 0] = slow.map(fsyncOf).sort((a, b) => b - a);
  return worst >= 4 * next;
}

function oneDisk(file: Case, member: MemberView, measured: readonly MemberView[]): Suspicion {
  const support = found(file, diskChecks, member.id);
  const others = highest(
    measured.filter(({ id }) => id !== member.id && found(file, diskChecks, id).length === 0),
    'walFsyncP99',
  );
  const [fsync, commit] = [breached(member, 'walFsyncP99'), breached(member, 'backendCommitP99')];
  const rtt = member.readings.peerRttP99;
  const ruledOut = [
    rtt.level === 'ok' && rtt.value !== undefined
      ? `the network (peer RTT p99 ${formatSeconds(rtt.value)})`
      : undefined,
    others && `the load (fsync p99 at most ${formatSeconds(others.value)} on the other members)`,
  ].filter((one) => one !== undefined);
  const together = fsync && commit ? 'its log and its database' : fsync ? 'its log' : 'its database';
  const leads = member.role === 'leader';
  const other = measured.find(
    ({ id, role }) => id !== member.id && role === 'follower' && !breached(member, 'raftIndexLag'),
  );
  return {
    subject: member.id,
    subjectName: member.label,
    confidence: confidenceOf(member, fsync, commit),
    severity: few(member) ? 'info' : undefined,
    text: `slow disk: it takes long to write ${together}${leads ? '; it leads, so every write waits for it' : ''}`,
    support,
    consequences: [
      ...found(file, ownTrouble, member.id),
      ...(leads || ledLately(file, member) ? found(file, commonTrouble) : []),
    ],
    evidence: [...saidOf(member, ['walFsyncP99', 'backendCommitP99']), observed(member)].filter((one) => one !== ''),
    against: ruledOut.length === 0 ? undefined : `not ${ruledOut.join(', not ')}`,
    next: [
      `on ${member.label}: iostat -x 1 (await and %util of the device that holds the data directory)`,
      `on ${member.label}: pidstat -d 1 (who else writes there), smartctl -a or the volume's own limits`,
      ...(leads && other ? [file.commands.etcdctl(member, `move-leader ${other.id}`)] : []),
      `take no other voter down until ${member.label} keeps up`,
    ],
  };
}

/** A p99 of a handful of writes is the slowest of them, no habit. */
function few({ readings }: MemberView): boolean {
  const { observations } = readings.walFsyncP99;
  return observations !== undefined && observations < 5;
}

function confidenceOf(member: MemberView, fsync: boolean, commit: boolean): Confidence {
  const observations = member.readings.walFsyncP99.observations ?? 0;
  if (!fsync || few(member)) return 'low';
  return commit && observations >= 20 && member.readings.peerRttP99.level !== 'warning' ? 'high' : 'medium';
}

function everywhere(file: Case, slow: readonly MemberView[]): Suspicion {
  const worst = highest(slow, 'walFsyncP99');
  return {
    subject: 'cluster',
    subjectName: 'cluster',
    confidence: 'medium',
    text: `the disks of all ${slow.length} measured members are slow at once: shared storage, one host for all, or more writes than they can take`,
    support: found(file, diskChecks),
    consequences: [...found(file, ownTrouble), ...found(file, commonTrouble)],
    evidence: slow.map(
      (member) => `${member.label}: ${saidOf(member, ['walFsyncP99', 'backendCommitP99']).join(', ')}`,
    ),
    next: [
      `on each host, ${worst?.member.label ?? 'the slowest'} first: iostat -x 1`,
      'ask what the volumes have in common: one datastore, one backup window, one snapshot job',
      'take no voter down until this is over',
    ],
  };
}

/** Without metrics a disk can only be guessed at, and what would tell is said. */
function hidden(file: Case): Suspicion[] {
  return file.view.members.flatMap((member) => {
    const support = found(file, ['apply-backlog', 'follower-lag'], member.id);
    if (member.access !== 'api-only' || support.length === 0) return [];
    return [
      {
        subject: member.id,
        subjectName: member.label,
        confidence: 'low',
        text: 'falls behind; its disk, its CPU or its link may be slow, which only its metrics would tell',
        support,
        evidence: [...saidOf(member, ['raftIndexLag', 'applyBacklog']), 'no metrics from it'],
        next: [
          `on ${member.label}: iostat -x 1 and top`,
          'make its metrics reachable (--metrics-urls, or etcdoc serve on that host), then look again',
        ],
      },
    ];
  });
}

function ledLately({ view }: Case, { id }: MemberView): boolean {
  return view.leader.spans.some((span) => span.id === id && span.toAt > view.at - 900_000);
}

function observed({ readings }: MemberView): string {
  const { observations, windowSeconds } = readings.walFsyncP99;
  if (observations === undefined) return '';
  return `${observations} fsyncs in ${listed([windowSeconds === undefined ? 'the window' : `${Math.round(windowSeconds)} s`])}`;
}
