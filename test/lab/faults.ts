import { readdirSync, readFileSync } from 'node:fs';
import type { EtcdVersion } from './binaries.ts';
import { endChild } from './children.ts';
import type { LabCluster } from './lab-cluster.ts';
import { isRunning, type LabMember, launchMember, untilReady } from './member.ts';

/** Ends a member as a crash does. */
export async function kill9(member: LabMember): Promise<void> {
  if (member.child !== undefined) await endChild(member.child, 'SIGKILL');
}

/** Ends a member in order: a leader hands over first. */
export async function terminate(member: LabMember): Promise<void> {
  if (member.child !== undefined) await endChild(member.child, 'SIGTERM');
}

/** Freezes a member: it accepts connections and answers nothing. */
export function pause(member: LabMember): void {
  process.kill(member.pid, 'SIGSTOP');
  // A thread that is running on another processor stops a moment later, and may answer until then.
  const giveUpAt = performance.now() + 5_000;
  while (!isStopped(member.pid) && performance.now() < giveUpAt) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
}

/** Whether no thread of a process can run: stopped, or being traced. */
function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const state = /\) (\w) [^)]*$/.exec(statOf(pid, thread))?.[1];
    return state === undefined || 'TtZX'.includes(state);
  });
}

function statOf(pid: number, thread: string): string {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
  } catch {
    // The thread has ended.
    return '';
  }
}

/** Wakes a frozen member. */
export function resume(member: LabMember): void {
  process.kill(member.pid, 'SIGCONT');
}

export type RestartOptions = { readonly version?: EtcdVersion | undefined; readonly wait?: boolean | undefined };

/** Starts a member again, ending it first, maybe with another version; waits until it answers unless `wait` is false (no quorum). */
export async function restart(cluster: LabCluster, member: LabMember, options: RestartOptions = {}): Promise<void> {
  if (isRunning(member)) await terminate(member);
  member.version = options.version ?? member.version;
  const initialCluster = cluster.members.map((one) => `${one.name}=${one.peerUrl}`).join(',');
  await launchMember(member, { initialCluster, state: 'existing' });
  if (options.wait !== false) await untilReady([member]);
}
