import { spawn } from 'node:child_process';
import { programFile } from './fresh-build.ts';

/** Runs the bundled program with this terminal and resolves with its exit code. Signals to us become signals to it, so that it restores the terminal. */
export function runProgram(args: readonly string[]): Promise<number> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^ETCD(CTL|OC)_/.test(name)));
  const child = spawn(process.execPath, [programFile, ...args], { stdio: 'inherit', env });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      // A program that was told to end has done what the demo is for.
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP' ? 0 : 1));
    });
  });
}
