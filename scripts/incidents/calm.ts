import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { etcdBinary } from '../../test/lab/binaries.ts';
import { restart } from '../../test/lab/faults.ts';
import { currentLeader, moveLeader, someFollower } from '../../test/lab/leadership.ts';
import { addLearner, addMember, promote } from '../../test/lab/membership.ts';
import type { Play } from './play.ts';

const plain = { members: 3, version: '3.5', tls: 'none' } as const;

/** What is no incident. */
export const calm: Readonly<Record<string, Play>> = {
  idle: { load: { putsPerSecond: 0 }, seconds: 15, begin: async () => {} },
  busy: { load: { putsPerSecond: 150, rangesPerSecond: 300 }, seconds: 20, begin: async () => {} },
  'rolling-restart': {
    seconds: 25,
    begin: async ({ cluster, wait }) => {
      const leader = await currentLeader(cluster);
      const heir = cluster.members.find((member) => member !== leader);
      for (const member of cluster.members.filter((one) => one !== leader)) {
        await restart(cluster, member);
        await wait(5);
      }
      if (heir) await moveLeader(cluster, heir);
      await restart(cluster, leader);
      await wait(3);
    },
  },
  'leader-moved': {
    seconds: 15,
    begin: async ({ cluster }) => moveLeader(cluster, await someFollower(cluster)),
  },
  'snapshot-taken': {
    cluster: plain,
    seconds: 15,
    begin: async ({ cluster }) => {
      const member = await someFollower(cluster);
      const { etcdctl } = await etcdBinary(member.version);
      await promisify(execFile)(
        etcdctl,
        [`--endpoints=${member.clientUrl}`, 'snapshot', 'save', join(cluster.directory, 'taken.db')],
        { env: { PATH: process.env.PATH, ETCDCTL_API: '3' } },
      );
    },
  },
  'defrag-under-way': {
    seconds: 15,
    begin: async ({ cluster }) => {
      for (const member of cluster.members) await member.api.defragment();
    },
  },
  'learner-catching-up': {
    load: { putsPerSecond: 100 },
    seconds: 20,
    begin: async ({ cluster }) => void (await addLearner(cluster, 'late')),
  },
  'member-added': {
    cluster: { ...plain },
    seconds: 20,
    begin: async ({ cluster, wait }) => {
      const learner = await addLearner(cluster, 'late');
      await wait(3);
      await promote(cluster, learner);
      await wait(5);
      await addMember(cluster, 'later');
    },
  },
};
