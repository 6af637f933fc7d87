import type { LabCluster } from './lab-cluster.ts';
import type { LabMember } from './member.ts';
import { eventually } from './wait.ts';

/** The member that says it leads, in the highest term if two do; waits for one. */
export function currentLeader(cluster: LabCluster, timeoutMs = 20_000): Promise<LabMember> {
  return eventually(
    async () => {
      const answers = await Promise.allSettled(cluster.members.map((member) => member.api.status(1_000)));
      const statuses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const claims = statuses.filter((status) => status.leader === status.memberId);
      // A leader that was cut off believes in itself for a while, in an older term.
      const newest = claims.sort((a, b) => Number(b.term - a.term))[0];
      return cluster.members.find((member) => member.id === newest?.memberId);
    },
    { timeoutMs, what: 'a leader' },
  );
}

/** A voting member that answers and does not lead. */
export async function someFollower(cluster: LabCluster): Promise<LabMember> {
  const leader = await currentLeader(cluster);
  for (const member of cluster.members) {
    if (member === leader) continue;
    const status = await member.api.status(1_000).catch(() => undefined);
    if (status?.isLearner === false) return member;
  }
  throw new Error('lab: no follower answers');
}

/** Hands leadership to a member and resolves when it has it. */
export async function moveLeader(cluster: LabCluster, to: LabMember): Promise<void> {
  const leader = await currentLeader(cluster);
  if (leader !== to) await leader.api.moveLeader(to.id);
  await eventually(async () => (await currentLeader(cluster)) === to, { what: `${to.name} leads` });
}
