import type { CheckId } from '../check-id.ts';
import { formatSeconds } from '../format.ts';
import type { Reading } from '../reading.ts';
import type { MemberView } from '../view.ts';
import { type Case, found, listed } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { highest } from './evidence.ts';

const consequences: readonly CheckId[] = [
  ...(['heartbeat-failures', 'peer-disconnected', 'follower-lag', 'revision-lag', 'leader-changes'] as const),
  ...([
    'no-leader',
    'slow-read-index',
    'linearizable-read',
    'proposals-pending',
    'proposals-failed',
    'grpc-slow',
  ] as const),
];

type Link = { readonly from: MemberView; readonly to: MemberView; readonly rtt: Reading };

/** Round trips between members that take long, seen by their own probers: told from a disk by the disks, and from one member by who else is slow. */
export const slowNetwork: CauseRow = {
  id: 'slow-network',
  title: 'slow network',
  reads: 'peer RTT of every pair of members, walFsyncP99',
  suspect: (file) => {
    const links = linksOf(file);
    const slow = links.filter(({ rtt }) => rtt.level === 'warning' || rtt.level === 'critical');
    if (slow.length === 0 || found(file, ['peer-rtt-p99']).length === 0) return [];
    const where = placeOf(file, slow, links);
    const ends = new Set(slow.flatMap(({ from, to }) => [from.id, to.id]));
    const observations = Math.max(...slow.map(({ rtt }) => rtt.observations ?? 0));
    const disk = highest(file.view.members, 'walFsyncP99');
    const diskSlow = found(file, ['wal-fsync-p99']).some(({ subject }) => ends.has(subject));
    return [
      {
        subject: where.member?.id ?? 'cluster',
        subjectName: where.member?.label ?? 'cluster',
        confidence: observations < 2 ? 'low' : observations < 4 || diskSlow ? 'medium' : 'high',
        text: `slow network: ${where.text}`,
        support: found(file, ['peer-rtt-p99']),
        severity: slow.some(({ rtt }) => rtt.level === 'critical') ? 'critical' : 'warning',
        consequences: found(file, consequences),
        evidence: slow.slice(0, 4).map(rttText),
        against: disk && !diskSlow ? `not a disk (fsync p99 at most ${formatSeconds(disk.value)})` : undefined,
        next: [
          ...slow
            .slice(0, 2)
            .map(({ from, to }) => `on ${from.label}: ping -c 20 ${hostOf(to)}; mtr -rwc 20 ${hostOf(to)}`),
          'look for a saturated uplink, a lossy port, a tunnel or a moved virtual machine; on both ends: ss -ti, ethtool -S',
          'raise --heartbeat-interval and --election-timeout only if the distance is real and lasting',
        ],
      },
    ];
  },
};

/** Pairs of members that both answer: a prober goes on counting for a peer that is gone. */
function linksOf({ view }: Case): Link[] {
  const present = view.members.filter(({ access }) => access !== 'down');
  return present.flatMap((from) =>
    present.flatMap((to) => {
      const rtt = view.rtt[from.id]?.[to.id];
      return rtt?.value === undefined ? [] : [{ from, to, rtt }];
    }),
  );
}

function placeOf({ view }: Case, slow: readonly Link[], links: readonly Link[]) {
  const pairs = new Set(slow.map(({ from, to }) => [from.id, to.id].sort().join(' ')));
  const common = view.members.filter(({ id }) => slow.every(({ from, to }) => from.id === id || to.id === id));
  const [first] = slow;
  if (pairs.size === 1 && first && view.members.length > 2)
    return { text: `between ${first.from.label} and ${first.to.label}; the other links are not`, member: undefined };
  const [member] = common;
  if (common.length === 1 && member && links.length > slow.length)
    return { text: 'every link to and from it is slow, the links of the others are not', member };
  return { text: `between ${pairs.size === 1 ? 'its two members' : 'several members at once'}`, member: undefined };
}

const rttText = ({ from, to, rtt }: Link): string =>
  `peer RTT p99 ${from.label} to ${to.label} ${formatSeconds(rtt.value ?? 0)}${rtt.observations === undefined ? '' : ` (${rtt.observations} observations)`}`;

/** The port of a URL of a member, for commands; the usual one where there is none. */
export function portOf(url: string | undefined, usual: number): string {
  return /:(\d+)(?:\/|$)/.exec(url ?? '')?.[1] ?? String(usual);
}

/** The host of a member's peer URL, for commands; a name of the member where there is none. */
export function hostOf({ sample, label }: MemberView): string {
  const [, address, name] = /^[a-z]+:\/\/(?:\[([^\]]+)\]|([^:/]+))/i.exec(sample.peerUrls[0] ?? '') ?? [];
  return address ?? name ?? listed([label]);
}
