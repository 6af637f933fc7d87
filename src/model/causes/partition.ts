import { seesLeader } from '../derive/access.ts';
import { formatDuration } from '../format.ts';
import type { MemberView } from '../view.ts';
import { type Case, found, heldSeconds, listed } from './case.ts';
import type { CauseRow, Suspicion } from './cause-row.ts';
import { hostOf, portOf } from './network.ts';
import { peerSight } from './peers.ts';

/** An election, or a member that joins, takes no longer. */
const settledSeconds = 4;
/** After this a peer has noticed that a connection was closed. */
const noticedSeconds = 15;

/** A member that answers us but that its peers have lost, or the other way round: told from a crash by who still answers whom. */
export const partition: CauseRow = {
  id: 'partition',
  title: 'partition',
  reads: 'who sees the leader, etcd_network_active_peers, Status of the members',
  suspect: (file) => {
    if (file.view.quorum.state === 'lost') return wholeSplit(file);
    return file.view.members.flatMap((member) => {
      if (member.role === 'learner') return [];
      return cutOff(file, member) ?? outOfOurReach(file, member) ?? [];
    });
  },
};

const peerPort = ({ sample }: MemberView): string => portOf(sample.peerUrls[0], 2380);
const clientPort = ({ sample }: MemberView): string => portOf(sample.endpoint || sample.clientUrls[0], 2379);

/** We reach it, but it sees no leader while the others have one; or its peers have lost it. */
function cutOff(file: Case, member: MemberView): Suspicion | undefined {
  if (member.access === 'down' || file.view.leader.id === undefined) return undefined;
  const blind = heldSeconds(file, member.id, (sample) => seesLeader(sample) === false);
  const { lostBy, seenBy } = peerSight(file, member.id);
  const restarted = found(file, ['member-restarted'], member.id)[0]?.value;
  if (restarted !== undefined && restarted < 15) return undefined;
  const lost = lostBy.length > 0 && seenBy.length === 0;
  const support = found(file, ['split-view', 'peer-disconnected'], member.id);
  if (blind === undefined ? !lost || support.length === 0 : blind < settledSeconds) return undefined;
  return {
    subject: member.id,
    subjectName: member.label,
    confidence: blind !== undefined ? (blind >= 2 * settledSeconds || lost ? 'high' : 'medium') : 'medium',
    severity: member.role === 'leader' || blind !== undefined ? 'critical' : 'warning',
    text:
      blind === undefined
        ? 'partition: it answers us, but its peers have lost the connection to it'
        : `partition: it answers us but sees no leader, while the others follow ${file.view.leader.name ?? 'one'}`,
    support,
    consequences: [
      ...found(file, ['follower-lag', 'revision-lag', 'apply-backlog', 'linearizable-read', 'grpc-failed'], member.id),
      ...found(file, [
        'quorum-margin',
        'leader-changes',
        'no-leader',
        'peer-disconnected',
        'split-view',
        'proposals-failed',
      ]),
    ],
    evidence: [
      ...(blind === undefined ? [] : [`no leader seen there for ${formatDuration(blind)}`]),
      ...(lostBy.length > 0 ? [`${listed(lostBy)}: no active connection to it`] : []),
      `it answers us in ${Math.max(1, Math.round((member.sample.status?.rttSeconds ?? 0) * 1000))} ms`,
    ],
    against: 'not a crash: its process answers and has not restarted',
    next: [
      `from the other members: nc -vz ${hostOf(member)} ${peerPort(member)}, and back, both ways (a rule may drop one direction)`,
      `on ${member.label}: firewall rules, routes and the peer certificate; ${file.commands.logs(member)}`,
      'take no other voter down; it rejoins by itself once the path is open',
    ],
  };
}

/** Its peers have it, we do not: the way from here is closed, not the member. */
function outOfOurReach(file: Case, member: MemberView): Suspicion | undefined {
  if (!onlyWeCannot(file, member)) return undefined;
  const { seenBy } = peerSight(file, member.id);
  return {
    subject: member.id,
    subjectName: member.label,
    confidence: 'medium',
    severity: 'warning',
    text: 'its peers are connected to it, only we cannot reach it: the way from here, its client port or its listen address',
    support: found(file, ['member-down'], member.id),
    consequences: found(file, ['quorum-margin']),
    evidence: [`${listed(seenBy)}: connected to it`, `from here: ${member.sample.statusError?.text ?? 'no answer'}`],
    against: 'not a crash: its peers still hold connections to it',
    next: [
      `from here: nc -vz ${hostOf(member)} ${clientPort(member)}`,
      `on ${member.label}: ss -ltn | grep ${clientPort(member)} and its --listen-client-urls; firewall rules`,
    ],
  };
}

/** Whether a member that refuses us is still connected to its peers, for longer than they take to notice its end. */
export function onlyWeCannot(file: Case, { access, ageSeconds, id, sample }: MemberView): boolean {
  const kind = sample.statusError?.kind;
  if (access !== 'down' || (kind !== 'refused' && kind !== 'dns' && kind !== 'reset')) return false;
  const { seenBy, lostBy } = peerSight(file, id);
  return seenBy.length > 0 && lostBy.length === 0 && (ageSeconds ?? Number.POSITIVE_INFINITY) >= noticedSeconds;
}

/** All answer us, and yet they elect nobody. */
function wholeSplit(file: Case): Suspicion[] {
  const { members } = file.view;
  const voters = members.filter(({ role }) => role !== 'learner');
  if (voters.some(({ access }) => access === 'down') || voters.length < 2) return [];
  return [
    {
      subject: 'cluster',
      subjectName: 'cluster',
      confidence: 'medium',
      severity: 'critical',
      text: 'partition: all voters answer us, but they elect no leader: they cannot talk to each other',
      support: found(file, ['quorum-lost']),
      consequences: found(file, [
        'no-leader',
        'leader-changes',
        'quorum-margin',
        'peer-disconnected',
        'linearizable-read',
      ]),
      evidence: voters.map((member) => {
        const { lostBy } = peerSight(file, member.id);
        return `${member.label} answers us${lostBy.length > 0 ? `, but ${listed(lostBy)} lost it` : ''}`;
      }),
      against: 'not a crash: every process answers',
      next: [
        ...voters.slice(0, 2).map((member) => `from the other members: nc -vz ${hostOf(member)} ${peerPort(member)}`),
        'look at firewall rules, routes and peer certificates between the members; restart nothing yet',
      ],
    },
  ];
}
