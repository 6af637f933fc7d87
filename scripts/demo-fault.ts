import { kill9, pause, restart, resume } from '../test/lab/faults.ts';
import type { LabCluster } from '../test/lab/lab-cluster.ts';
import { someFollower } from '../test/lab/leadership.ts';
import type { LabMember } from '../test/lab/member.ts';
import { fillQuota, recoverQuota } from '../test/lab/quota.ts';
import { slowDisk } from '../test/lab/slow-disk.ts';
import type { DemoFault } from './demo-options.ts';
import { say } from './steps.ts';

export type ScheduledFault = { readonly cancel: () => void; readonly failure: string | undefined };

const lastsSeconds = 45;

type Heal = () => Promise<void> | void;

const faults: Record<DemoFault, { words: string; make: (cluster: LabCluster, member: LabMember) => Promise<Heal> }> = {
  'slow-disk': {
    words: 'the disk of a follower becomes slow (80 ms per fdatasync)',
    make: (_, member) => slowDisk(member, 80),
  },
  kill: {
    words: 'a follower is killed (kill -9)',
    make: async (cluster, member) => {
      await kill9(member);
      return () => restart(cluster, member);
    },
  },
  pause: {
    words: 'a follower hangs (SIGSTOP)',
    make: async (_, member) => {
      pause(member);
      return () => resume(member);
    },
  },
  nospace: {
    words: 'the database fills its quota of 16 MB',
    make: async (cluster) => {
      await fillQuota(cluster);
      return () => recoverQuota(cluster);
    },
  },
};

/** Makes one fault after some seconds and heals it 45 seconds later. */
export function scheduleFault(cluster: LabCluster, fault: DemoFault, afterSeconds: number): ScheduledFault {
  const { words, make } = faults[fault];
  say(`In ${afterSeconds} s ${words}; ${lastsSeconds} s later all is well again.`);
  let failure: string | undefined;
  let timer: NodeJS.Timeout;
  const attempt = (body: () => Promise<void>) =>
    body().catch((error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
    });
  const begin = async () => {
    const heal = await make(cluster, await someFollower(cluster));
    timer = setTimeout(() => void attempt(async () => heal()), lastsSeconds * 1000);
  };
  timer = setTimeout(() => void attempt(begin), afterSeconds * 1000);
  return {
    cancel: () => clearTimeout(timer),
    get failure() {
      return failure;
    },
  };
}
