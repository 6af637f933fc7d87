import { accessSync, closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { homeDirectory } from './home-directory.ts';
import type { Environment } from './options/config-file.ts';

/** A path for a file of our own, `etcdoc-20261121T140211Z<ending>`: in the working directory, else under $XDG_STATE_HOME/etcdoc. */
export function outputPath(at: number, ending: string, env: Environment = process.env): string {
  const stamp = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return resolve(outputDirectory(env), `etcdoc-${stamp}${ending}`);
}

/** Writes a file that did not exist, readable by its owner alone; a taken name gets a number. Returns the path. */
export function writeNew(path: string, text: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : path.replace(/(\.[^.]*)?$/, `-${attempt}$1`);
    try {
      const file = openSync(
        candidate,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
        0o600,
      );
      try {
        writeSync(file, text);
      } finally {
        closeSync(file);
      }
      return candidate;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 100) throw error;
    }
  }
}

/** The path as a person in this directory writes it. */
export function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
}

function outputDirectory(env: Environment): string {
  try {
    accessSync('.', constants.W_OK);
    return '.';
  } catch {
    const directory = join(env.XDG_STATE_HOME || join(homeDirectory(env), '.local', 'state'), 'etcdoc');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return directory;
  }
}
