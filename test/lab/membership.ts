import type { EtcdVersion } from './binaries.ts';
import { endChild } from './children.ts';
import type { LabCluster } from './lab-cluster.ts';
import { currentLeader } from './leadership.ts';
import { type LabMember, launchMember, untilReady } from './member.ts';
import { prepareMember } from './prepare.ts';
import { eventually } from './wait.ts';

export type AddOptions = {
  readonly learner?: boolean | undefined;
  readonly version?: EtcdVersion | undefined;
  /** false: added to the list, never started, so without a name there. */
  readonly start?: boolean | undefined;
};

/** Adds a member and starts it. */
export async function addMember(cluster: LabCluster, name: string, options: AddOptions = {}): Promise<LabMember> {
  const existing = cluster.members.map((member) => `${member.name}=${member.peerUrl}`);
  const member = await prepareMember(cluster, name, options.version ?? cluster.members[0]?.version ?? '3.4');
  const added = await eventually(
    // Refused as "unhealthy cluster" until the peers have been connected for five seconds.
    async () => (await currentLeader(cluster)).api.memberAdd(member.peerUrl, options.learner === true),
    { timeoutMs: 30_000, everyMs: 250, what: `adding ${JSON.stringify(name)}` },
  );
  member.id = added.id;
  if (options.start !== false) {
    await launchMember(member, {
      initialCluster: [...existing, `${name}=${member.peerUrl}`].join(','),
      state: 'existing',
    });
    await untilReady([member]);
  }
  return member;
}

/** Adds a learner and starts it. */
export function addLearner(cluster: LabCluster, name: string, options: AddOptions = {}): Promise<LabMember> {
  return addMember(cluster, name, { ...options, learner: true });
}

/** Makes a learner a voter, as soon as it is in sync. */
export async function promote(cluster: LabCluster, member: LabMember): Promise<void> {
  await eventually(async () => (await currentLeader(cluster)).api.memberPromote(member.id), {
    timeoutMs: 30_000,
    everyMs: 250,
    what: `promoting ${JSON.stringify(member.name)}`,
  });
}

/** Removes a member from the cluster and ends its process. */
export async function removeMember(cluster: LabCluster, member: LabMember): Promise<void> {
  await eventually(async () => (await currentLeader(cluster)).api.memberRemove(member.id), {
    timeoutMs: 30_000,
    everyMs: 250,
    what: `removing ${JSON.stringify(member.name)}`,
  });
  member.api.close();
  if (member.child !== undefined) await endChild(member.child);
  cluster.members.splice(cluster.members.indexOf(member), 1);
}
