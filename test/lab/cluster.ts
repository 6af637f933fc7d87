import { enableAuth } from './auth.ts';
import type { LabCluster } from './lab-cluster.ts';
import { launchMember, untilReady, untilServesPeers } from './member.ts';
import type { ClusterOptions } from './options.ts';
import { prepareCluster } from './prepare.ts';

/** Starts a real etcd cluster on loopback and resolves when every member knows the leader. */
export async function startCluster(options: ClusterOptions = {}): Promise<LabCluster> {
  for (let attempt = 1; ; attempt += 1) {
    const cluster = await prepareCluster(options);
    try {
      const initialCluster = cluster.members.map((member) => `${member.name}=${member.peerUrl}`).join(',');
      for (const member of cluster.members) {
        await launchMember(member, { initialCluster, state: 'new' });
        // A new member asks its peers first, and loses a second on each that listens but does not serve yet.
        await untilServesPeers(member);
      }
      await untilReady(cluster.members);
      if (options.auth !== undefined) await enableAuth(cluster, options.auth.password);
      return cluster;
    } catch (error) {
      await cluster.stop();
      // Another process took a port between the choice and the bind.
      if (attempt === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}
