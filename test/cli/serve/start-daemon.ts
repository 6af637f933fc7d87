import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../lab/wait.ts';
import { programFile } from '../program.ts';

/** One line of the daemon; the fields that tests look at. */
export type Line = {
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly message: string;
  readonly check?: string;
  readonly severity?: string;
  readonly state?: 'firing' | 'resolved';
  readonly occasion?: string;
  readonly member?: string;
  readonly endpoint?: string | null;
  readonly cause?: string;
  readonly next?: string;
  readonly status?: string;
  readonly listen?: string;
};

/** The daemon as a process of its own. */
export type RunningDaemon = {
  readonly pid: number;
  /** Where its pages are. */
  readonly url: string;
  /** Every line so far that is JSON. */
  readonly lines: readonly Line[];
  readonly stderr: () => string;
  readonly until: (what: string, wanted: (line: Line) => boolean, timeoutMs?: number) => Promise<Line>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly hangUp: () => void;
  /** Ends it, and gives its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

const emptyHost = join(fileURLToPath(new URL('../../..', import.meta.url)), '.cache', 'empty-host');

/** Starts `etcdoc serve` on a free port and waits until it listens; `--listen` among the arguments takes the place of that port. */
export async function startDaemon(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningDaemon> {
  mkdirSync(emptyHost, { recursive: true });
  const own = args.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
  const child = spawn(process.execPath, [await programFile(), 'serve', ...own, ...args], {
    env: {
      PATH: process.env.PATH,
      ...{ HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', ETCDOC_HOST_ROOT: emptyHost },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let [rest, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line)));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const until: RunningDaemon['until'] = (what, wanted, timeoutMs = 30_000) =>
    eventually(() => lines.find(wanted), {
      what: `${what} (stderr: ${stderr}; said ${lines
        .slice(-6)
        .map((line) => JSON.stringify(line))
        .join('\n')})`,
      timeoutMs,
      unless: () => {
        if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}: ${stderr}`);
      },
    });
  const started = await until('the first line', ({ msg }) => msg === 'ETCD_START');
  return {
    pid: child.pid ?? 0,
    url: `http://${started.listen}`,
    lines,
    stderr: () => stderr,
    until,
    signal: (signal) => void child.kill(signal),
    hangUp: () => void child.stdout.destroy(),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      child.stdout.resume();
      const code = await ended;
      process.off('exit', killAtExit);
      return code;
    },
  };
}
