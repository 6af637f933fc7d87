import { basename, join } from 'node:path';
import { type Host, openHost } from './host.ts';

/** A running process, by its command line. */
export type Process = { readonly pid: number; readonly words: readonly string[] };

const mostProcesses = 32;

/** Processes of the host that run this program, in the order of their ids; 32 at most. */
export function processesOf(host: Host, program: string): Process[] {
  const pids = host
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b);
  const found: Process[] = [];
  for (const pid of pids) {
    const comm = host.read(`/proc/${pid}/comm`);
    // The kernel cuts names to 15 characters.
    if (comm.state !== 'text' || comm.text.trim() !== program.slice(0, 15)) continue;
    const words = nullSeparated(host, `/proc/${pid}/cmdline`);
    if (words !== undefined && basename(words[0] ?? '') === program) found.push({ pid, words });
    if (found.length === mostProcesses) break;
  }
  return found;
}

/** The environment of a process; undefined where it may not be read. */
export function environmentOf(host: Host, { pid }: Process): Record<string, string> | undefined {
  const words = nullSeparated(host, `/proc/${pid}/environ`);
  if (words === undefined) return undefined;
  return Object.fromEntries(
    words
      .filter((word) => /^ETCD_/.test(word))
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
}

/** The file system as the process sees it, which in a container is not that of the host. */
export function fileSystemOf(host: Host, { pid }: Process): Host {
  return inSameSpace(host, pid, 'mnt') ? host : openHost(join(host.root, 'proc', String(pid), 'root'));
}

/** Whether a process is in the same name space as we are; what cannot be told counts as the same. */
export function inSameSpace(host: Host, pid: number, space: 'mnt' | 'net'): boolean {
  const theirs = host.link(`/proc/${pid}/ns/${space}`);
  // In a container /proc/self is the container's: the host's first process stands for the host.
  const ours = openHost().link(
    space === 'mnt' && host.root !== '/' ? join(host.root, 'proc/1/ns/mnt') : `/proc/self/ns/${space}`,
  );
  return theirs === undefined || ours === undefined || theirs === ours;
}

function nullSeparated(host: Host, path: string): string[] | undefined {
  const read = host.read(path);
  return read.state === 'text' ? read.text.split('\0').filter((word) => word !== '') : undefined;
}
