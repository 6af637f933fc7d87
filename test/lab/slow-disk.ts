import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { endChild, hasExited, startChild } from './children.ts';
import type { LabMember } from './member.ts';
import { eventually } from './wait.ts';

/** Makes every fdatasync of a member take this much longer, until the function it gives is called. Needs strace and the right to trace. */
export async function slowDisk(member: LabMember, milliseconds: number): Promise<() => Promise<void>> {
  await assertStrace();
  const delay = `inject=fdatasync:delay_exit=${Math.round(milliseconds * 1000)}`;
  const log = `${member.logFile}.strace`;
  const args = ['-f', '-q', '-o', '/dev/null', '-e', 'trace=fdatasync', '-e', delay, '-p', String(member.pid)];
  const tracer = startChild('strace', args, log);
  await eventually(
    () => {
      if (hasExited(tracer)) throw new Error(readFileSync(log, 'utf8').trim());
      return threadsOf(member.pid).every((thread) => tracerOf(member.pid, thread) === tracer.pid);
    },
    { timeoutMs: 10_000, what: `strace on ${JSON.stringify(member.name)}` },
  );
  // SIGTERM lets strace detach; a killed one would do too, but leaves delayed calls to the kernel.
  return () => endChild(tracer, 'SIGTERM');
}

function threadsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`);
}

function tracerOf(pid: number, thread: string): number {
  try {
    return Number(/^TracerPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}

async function assertStrace(): Promise<void> {
  const probe: ChildProcess = spawn('strace', ['-V'], { stdio: 'ignore' });
  const works = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.once('exit', (code) => resolve(code === 0));
  });
  if (!works) throw new Error('lab: a slow disk needs strace (apt-get install strace)');
}
