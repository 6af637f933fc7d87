import { kill9, pause, restart, resume } from '../../test/lab/faults.ts';
import { currentLeader, moveLeader, someFollower } from '../../test/lab/leadership.ts';
import { untilReady } from '../../test/lab/member.ts';
import { addLearner, promote } from '../../test/lab/membership.ts';
import { fillQuota, recoverQuota } from '../../test/lab/quota.ts';
import { slowDisk } from '../../test/lab/slow-disk.ts';
import { demo } from './demo-scenario.ts';
import type { Scenario } from './scenario.ts';

const three = { members: 3, version: '3.5', tls: 'mtls' } as const;
const gentle = { putsPerSecond: 20, rangesPerSecond: 30 } as const;

/** Every recording there is; all but the demo's are short, at one sample a second. */
export const scenarios: readonly Scenario[] = [
  demo,
  short('healthy-3', async ({ wait }) => wait(20)),
  short('slow-disk', async ({ cluster, wait }) => {
    await wait(10);
    await slowDisk(await someFollower(cluster), 80);
    await wait(25);
  }),
  short('member-killed', async ({ cluster, wait }) => {
    await wait(8);
    const follower = await someFollower(cluster);
    await kill9(follower);
    await wait(12);
    await restart(cluster, follower);
    await wait(10);
  }),
  short('hung', async ({ cluster, wait }) => {
    await wait(8);
    const follower = await someFollower(cluster);
    pause(follower);
    await wait(15);
    resume(follower);
    await wait(6);
  }),
  short('quorum-lost-and-regained', async ({ cluster, wait }) => {
    await wait(8);
    const leader = await currentLeader(cluster);
    const lost = [leader, await someFollower(cluster)];
    for (const member of lost) await kill9(member);
    await wait(15);
    for (const member of lost) await restart(cluster, member, { wait: false });
    await untilReady(lost);
    await wait(10);
  }),
  {
    ...short('nospace', async ({ cluster, wait }) => {
      await wait(6);
      await fillQuota(cluster);
      await wait(12);
      await recoverQuota(cluster);
      await wait(8);
    }),
    cluster: { ...three, quotaBytes: 16 * 1024 * 1024 },
  },
  short('learner', async ({ cluster, wait }) => {
    await wait(6);
    const learner = await addLearner(cluster, 'cp-4');
    await wait(12);
    await promote(cluster, learner);
    await wait(8);
  }),
  {
    ...short('five-members', async ({ cluster, wait }) => {
      await wait(10);
      await moveLeader(cluster, await someFollower(cluster));
      await wait(15);
    }),
    cluster: { ...three, members: 5 },
  },
  {
    ...short('rolling-upgrade-3.4-3.5', async ({ cluster, wait }) => {
      await wait(6);
      for (const member of [...cluster.members]) {
        await restart(cluster, member, { version: '3.5' });
        await wait(8);
      }
    }),
    cluster: { ...three, version: '3.4' },
  },
];

function short(name: string, play: Scenario['play']): Scenario {
  return { name, cluster: three, load: gentle, intervalSeconds: 1, play };
}
