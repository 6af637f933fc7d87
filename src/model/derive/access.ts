import type { MemberSample } from '../sample.ts';
import { total } from '../series-index.ts';
import type { Access, ClusterView } from '../view.ts';

/** What of a member answered in this sample. */
export function accessOf(member: MemberSample): Access {
  if (member.status) return member.metrics ? 'full' : 'api-only';
  return member.metrics ? 'metrics-only' : 'down';
}

export const answered = (member: MemberSample): boolean => accessOf(member) !== 'down';

/** Added to the cluster but never started: listed by its peer URL, without a name and a client URL until it starts. */
export const unstarted = (member: MemberSample): boolean =>
  member.name === '' && member.clientUrls.length === 0 && member.peerUrls.length > 0 && !answered(member);

/** Whether the member sees a leader; undefined when it did not answer. */
export function seesLeader(member: MemberSample): boolean | undefined {
  if (member.status) {
    return member.status.leaderId !== undefined && !member.status.errors.some((error) => error.includes('no leader'));
  }
  const seen = member.metrics && total(member.metrics.set, 'etcd_server_has_leader');
  return seen === undefined ? undefined : seen > 0;
}

/** Whether any member that answered sees a leader; undefined when none could say. */
export function leaderSeen(members: readonly { readonly sample: MemberSample }[]): boolean | undefined {
  const told = members.map(({ sample }) => seesLeader(sample)).filter((seen) => seen !== undefined);
  return told.length === 0 ? undefined : told.includes(true);
}

/** Whether it is known that nobody leads; where nobody answers, nobody can say so. */
export const nobodyLeads = ({ quorum, members }: Pick<ClusterView, 'quorum' | 'members'>): boolean =>
  quorum.state === 'lost' || leaderSeen(members) === false;

/** How a member is called: its name, or the first digits of its id before it has one. Foreign text. */
export const labelOf = (member: Pick<MemberSample, 'id' | 'name'>): string => member.name || member.id.slice(0, 8);
