import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programOptions } from '../../scripts/program-options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache', 'program');
const emptyHost = join(root, '.cache', 'empty-host');
const hour = 3_600_000;
let built: Promise<string> | undefined;

/** The program as one file, built when its sources have changed since it was last built by any test. */
export function programFile(): Promise<string> {
  built ??= buildProgram();
  return built;
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Closes stdout after this many bytes, as `head` does. */
  readonly closeAfter?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Runs the program without a terminal, and without variables, config files or etcd of the machine. */
export async function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  mkdirSync(emptyHost, { recursive: true });
  const child = spawn(process.execPath, [await programFile(), ...args], {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      XDG_CONFIG_HOME: '/nonexistent',
      ETCDOC_HOST_ROOT: emptyHost,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: options.signal,
    killSignal: 'SIGINT',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (options.closeAfter !== undefined && stdout.length >= options.closeAfter) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.on('error', () => {});
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

async function buildProgram(): Promise<string> {
  const file = join(cache, `${sourcesHash()}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const old = join(cache, name);
    if (Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > hour)
      rmSync(old, { force: true });
  }
  const partial = `${file}.${process.pid}`;
  await build({ ...programOptions, entryPoints: ['src/cli/main.ts'], outfile: partial });
  renameSync(partial, file);
  return file;
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of ['src', 'scripts']) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.tsx?$/.test(path)) hash.update(path).update(readFileSync(join(root, folder, path)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
