import { kill9, restart } from '../../test/lab/faults.ts';
import { currentLeader, moveLeader, someFollower } from '../../test/lab/leadership.ts';
import { slowDisk } from '../../test/lab/slow-disk.ts';
import type { Scenario } from './scenario.ts';

/** Four minutes in which a disk becomes slow and recovers, and the leader is killed, comes back and leads again. */
export const demo: Scenario = {
  name: 'demo',
  cluster: { members: 3, version: '3.5', tls: 'mtls' },
  load: { putsPerSecond: 25, rangesPerSecond: 40 },
  intervalSeconds: 2,
  play: async ({ cluster, wait, mark }) => {
    const leader = await currentLeader(cluster);
    const follower = await someFollower(cluster);
    await wait(55);
    mark(`nightly backup on ${follower.name}`);
    await wait(5);
    const healDisk = await slowDisk(follower, 60);
    await wait(60);
    await healDisk();
    mark('backup done');
    await wait(40);
    mark(`power off ${leader.name}`);
    await kill9(leader);
    await wait(20);
    await restart(cluster, leader);
    await wait(20);
    mark(`hand leadership back to ${leader.name}`);
    await moveLeader(cluster, leader);
    await wait(35);
  },
};
