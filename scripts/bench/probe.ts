import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import pty from '@lydell/node-pty';
import { programFile } from '../fresh-build.ts';

/** The bundled program on a terminal, its output timed and counted but not drawn: an emulator would take CPU from what is measured. */
export type Probe = {
  readonly pid: number;
  /** Bytes written to the terminal so far. */
  readonly bytes: () => number;
  /** CPU of all its threads so far, in ms. */
  readonly cpuMs: () => number;
  /** Memory in MB (10^6 bytes): resident now, and the most it ever was. */
  readonly memory: () => { readonly resident: number; readonly peak: number };
  readonly send: (keys: string) => void;
  /** Ms from the start of the program until its output matched. */
  readonly saw: (pattern: RegExp, timeoutMs?: number) => Promise<number>;
  /** Ms from now until the next output. */
  readonly nextOutput: (timeoutMs?: number) => Promise<number>;
  readonly close: () => Promise<void>;
};

export type ProbeOptions = { readonly columns?: number | undefined; readonly rows?: number | undefined };

/** Starts `etcdoc ARGS` (120x40). */
export function openProbe(args: readonly string[], options: ProbeOptions = {}): Probe {
  const unwanted = /^(CI$|NO_COLOR|FORCE_COLOR|TERM|LANG|LC_|ETCD|SSH_|TMUX|NODE_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const started = performance.now();
  const child = pty.spawn(programFile, [...args], {
    name: 'xterm-256color',
    cols: options.columns ?? 120,
    rows: options.rows ?? 40,
    env: {
      ...(Object.fromEntries(inherited) as Record<string, string>),
      LANG: 'C.UTF-8',
      // The file is run as a shell would run it: its first line asks for the Node of PATH and gives it flags.
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    },
  });
  let bytes = 0;
  let early = '';
  const listeners = new Set<() => void>();
  child.onData((data) => {
    bytes += Buffer.byteLength(data);
    if (early.length < 200_000) early += data;
    for (const listener of listeners) listener();
  });
  let running = true;
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => {
      running = false;
      resolve();
    });
  });

  const onOutput = (accept: () => boolean, timeoutMs: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        listeners.delete(listener);
        settle();
      };
      const listener = () => {
        const at = performance.now();
        if (accept()) end(() => resolve(at));
      };
      const late = () => reject(new Error(`not within ${timeoutMs} ms: ${visible(early).slice(-2_000)}`));
      const timer = setTimeout(() => end(late), timeoutMs);
      listeners.add(listener);
    });

  return {
    pid: child.pid,
    bytes: () => bytes,
    cpuMs: () => cpuMs(child.pid),
    memory: () => memoryOf(child.pid),
    send: (keys) => child.write(keys),
    saw: async (pattern, timeoutMs = 20_000) => {
      const matches = () => pattern.test(visible(early));
      return (matches() ? performance.now() : await onOutput(matches, timeoutMs)) - started;
    },
    nextOutput: async (timeoutMs = 10_000) => {
      const from = performance.now();
      return (await onOutput(() => true, timeoutMs)) - from;
    },
    close: async () => {
      if (running) child.kill('SIGKILL');
      await exited;
    },
  };
}

function visible(output: string): string {
  return stripVTControlCharacters(output);
}

/** Run time of every thread, from the scheduler's own count in ns: `stat` counts in steps of 10 ms. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const runs = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return runs.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

function memoryOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => (Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { resident: field('VmRSS'), peak: field('VmHWM') };
}
