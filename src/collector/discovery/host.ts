import { accessSync, closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { pathUnder } from './path-under.ts';

/** Why a file was not read. */
export type Unread =
  | { readonly state: 'absent' }
  | { readonly state: 'denied' }
  | { readonly state: 'unusable'; readonly reason: string };
export type FileRead = { readonly state: 'text'; readonly text: string } | Unread;

/** The file system of the host, read only; paths are those of the host, wherever it is mounted. */
export type Host = {
  /** The directory that is the host's `/`. */
  readonly root: string;
  /** Where a file of the host can be opened from here; links are followed within the host. */
  readonly path: (path: string) => string;
  /** A regular file of at most a MiB. */
  readonly read: (path: string) => FileRead;
  /** Whether a file may be read, without reading it: for keys. */
  readonly check: (path: string) => 'readable' | 'absent' | 'denied';
  /** Names in a directory; empty when there is none or it may not be read. */
  readonly list: (path: string) => readonly string[];
  /** What a link says; undefined when it is none or may not be read. */
  readonly link: (path: string) => string | undefined;
};

const mostBytes = 1 << 20;

/** The host whose `/` is mounted at `root`. */
export function openHost(root = '/'): Host {
  const path = (wanted: string) => (root === '/' ? wanted : pathUnder(root, wanted));
  return {
    root,
    path,
    read: (wanted) => readBounded(path(wanted)),
    check: (wanted) => {
      try {
        accessSync(path(wanted), constants.R_OK);
        return 'readable';
      } catch (error) {
        return refusal(error).state === 'denied' ? 'denied' : 'absent';
      }
    },
    list: (wanted) => quietly(() => readdirSync(path(wanted))) ?? [],
    link: (wanted) => quietly(() => readlinkSync(join(root, wanted))),
  };
}

/** Whether a file or directory is there, readable or not. */
export function isThere(host: Host, path: string): boolean {
  return host.check(path) !== 'absent';
}

function readBounded(file: string): FileRead {
  let handle: number | undefined;
  try {
    // Not blocking: a pipe in the place of a file must not hold up the program.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (!fstatSync(handle).isFile()) return { state: 'unusable', reason: 'is no regular file' };
    const buffer = Buffer.alloc(64 * 1024);
    const chunks: Buffer[] = [];
    // Files in /proc say that they are empty, so the size is learned by reading.
    for (let total = 0; ; ) {
      const count = readSync(handle, buffer);
      if (count === 0) return { state: 'text', text: Buffer.concat(chunks).toString() };
      total += count;
      if (total > mostBytes) return { state: 'unusable', reason: 'is larger than 1 MiB' };
      chunks.push(Buffer.from(buffer.subarray(0, count)));
    }
  } catch (error) {
    return refusal(error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function refusal(error: unknown): Unread {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return { state: 'denied' };
  // A process that ends while it is looked at leaves ESRCH behind.
  if (['ENOENT', 'ENOTDIR', 'ESRCH', 'ENODEV'].includes(code)) return { state: 'absent' };
  return { state: 'unusable', reason: `cannot be read: ${code}` };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
