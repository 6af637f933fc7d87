import type { ClusterSample } from '../sample.ts';
import { total } from '../series-index.ts';
import { labelOf, seesLeader } from './access.ts';

/** Who leads as told in one sample: a member, nobody, or nobody could be asked. */
export type LeaderSeen =
  | { readonly state: 'leader'; readonly id: string; readonly name: string; readonly term?: bigint | undefined }
  | { readonly state: 'none' }
  | { readonly state: 'unknown' };

/** The leader that the members with the highest term name; an old leader that is cut off still names itself, at a lower term. */
export function leaderSeen(sample: ClusterSample): LeaderSeen {
  let best: { id: string; term: bigint } | undefined;
  let asked = false;
  for (const member of sample.members) {
    const seen = seesLeader(member);
    if (seen !== undefined) asked = true;
    const { status } = member;
    if (!seen || !status?.leaderId) continue;
    if (!best || status.term > best.term || (status.term === best.term && status.leaderId === member.id)) {
      best = { id: status.leaderId, term: status.term };
    }
  }
  if (best) return { state: 'leader', id: best.id, name: nameOf(sample, best.id), term: best.term };
  const own = sample.members.find(
    ({ status, metrics }) => !status && metrics && (total(metrics.set, 'etcd_server_is_leader') ?? 0) > 0,
  );
  if (own) return { state: 'leader', id: own.id, name: labelOf(own) };
  const told = sample.members.some((member) => seesLeader(member));
  return asked && !told ? { state: 'none' } : { state: 'unknown' };
}

export function sameLeader(a: LeaderSeen, b: LeaderSeen): boolean {
  if (a.state !== 'leader' || b.state !== 'leader') return a.state === b.state;
  return a.id === b.id && a.name === b.name && (a.term === b.term || a.term === undefined || b.term === undefined);
}

function nameOf(sample: ClusterSample, id: string): string {
  return labelOf(sample.members.find((member) => member.id === id) ?? { id, name: '' });
}
