import { kill9, pause, restart, resume } from '../../test/lab/faults.ts';
import { currentLeader, moveLeader, someFollower } from '../../test/lab/leadership.ts';
import { slowDisk } from '../../test/lab/slow-disk.ts';
import type { Play } from './play.ts';

const proxied = { members: 3, version: '3.5', tls: 'none', proxyPeers: true } as const;

/** Disks, links, processes and leadership. */
export const faults: Readonly<Record<string, Play>> = {
  'slow-disk-follower': {
    begin: async ({ cluster, later }) => later(await slowDisk(await someFollower(cluster), 150)),
  },
  'slow-disk-leader': {
    begin: async ({ cluster, later }) => later(await slowDisk(await currentLeader(cluster), 150)),
  },
  'slow-network': {
    cluster: proxied,
    seconds: 75,
    begin: async ({ cluster }) => {
      const slow = await someFollower(cluster);
      for (const other of cluster.members) {
        if (other === slow) continue;
        cluster.links?.link(slow, other).delay(150);
        cluster.links?.link(other, slow).delay(150);
      }
    },
  },
  'one-way-partition': {
    cluster: proxied,
    begin: async ({ cluster }) => {
      const apart = await someFollower(cluster);
      for (const other of cluster.members) if (other !== apart) cluster.links?.link(other, apart).cut();
    },
  },
  crash: { begin: async ({ cluster }) => kill9(await someFollower(cluster)) },
  hang: {
    begin: async ({ cluster, later }) => {
      const member = await someFollower(cluster);
      pause(member);
      later(async () => resume(member));
    },
  },
  'lost-quorum': {
    begin: async ({ cluster }) => {
      const lost = [await currentLeader(cluster), await someFollower(cluster)];
      for (const member of lost) await kill9(member);
    },
  },
  'flapping-leader': {
    begin: async ({ cluster, wait }) => {
      for (let turn = 0; turn < 6; turn += 1) {
        await moveLeader(cluster, await someFollower(cluster));
        await wait(2);
      }
    },
  },
  'rolling-upgrade': {
    cluster: { members: 3, version: '3.4', tls: 'none' },
    begin: async ({ cluster, wait }) => {
      for (const member of [...cluster.members]) {
        await restart(cluster, member, { version: '3.5' });
        await wait(4);
      }
    },
  },
};
