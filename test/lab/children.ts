import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';

const children = new Set<ChildProcess>();
const directories = new Set<string>();
// The kernel kills the child when this process goes, even by SIGKILL.
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
let hooked = false;

/** Starts a program in a process group of its own, stdout and stderr appended to `logFile`; it never outlives this process. */
export function startChild(
  command: string,
  args: readonly string[],
  logFile: string,
): ChildProcess & { readonly pid: number } {
  hookExit();
  const log = openSync(logFile, 'a');
  const guarded = setpriv === undefined ? [command, ...args] : [setpriv, '--pdeathsig', 'KILL', command, ...args];
  const [program = command, ...rest] = guarded;
  const child = spawn(program, rest, { detached: true, stdio: ['ignore', log, log], env: plainEnvironment() });
  closeSync(log);
  // A failed spawn shows as a child that has exited; its reader looks at the exit code.
  child.once('error', () => children.delete(child));
  child.once('exit', () => children.delete(child));
  if (child.pid === undefined) throw new Error(`lab: cannot start ${command}`);
  children.add(child);
  return child as ChildProcess & { readonly pid: number };
}

/** Sends a signal (SIGKILL by default) and resolves when the child has gone. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (hasExited(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  // A frozen process gets its signal when it wakes.
  if (signal !== 'SIGKILL') child.kill('SIGCONT');
  await gone;
}

/** Whether the child has ended, by itself or by a signal. */
export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Has a directory removed when this process ends, in case nobody removes it earlier. */
export function removeAtExit(directory: string): void {
  hookExit();
  directories.add(directory);
}

/** Removes a directory now. */
export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  directories.delete(directory);
}

function hookExit(): void {
  if (hooked) return;
  hooked = true;
  process.on('exit', endEverything);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const onSignal = () => {
      endEverything();
      process.off(signal, onSignal);
      // Nobody else handles it: let it do what it would have done.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}

function endEverything(): void {
  for (const child of children) {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

// etcd 3.4 refuses to start when a variable of its own repeats a flag.
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ETCD_|.*_proxy$)/i.test(name)));
}
