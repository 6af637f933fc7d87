import type { LabCluster } from './lab-cluster.ts';
import { currentLeader } from './leadership.ts';

/** Creates root with this password and turns authentication on; the lab's own calls carry its token from then on. */
export async function enableAuth(cluster: LabCluster, password: string): Promise<void> {
  const { api } = await currentLeader(cluster);
  await api.userAdd('root', password);
  await api.roleAdd('root');
  await api.grantRole('root', 'root');
  await api.authEnable();
  cluster.token = await api.authenticate('root', password);
}

/** Adds a user that holds no role. */
export async function addUser(cluster: LabCluster, user: string, password: string): Promise<void> {
  const { api } = await currentLeader(cluster);
  await api.userAdd(user, password);
}

/** Turns authentication off. */
export async function disableAuth(cluster: LabCluster): Promise<void> {
  const { api } = await currentLeader(cluster);
  await api.authDisable();
  cluster.token = undefined;
}
