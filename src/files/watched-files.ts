import { readFileSync, realpathSync, statSync } from 'node:fs';

/** What was made of some files, made again when they change on disk; what cannot be used leaves the last good one in place. */
export type WatchedFiles<T> = {
  readonly current: () => T;
  /** Looks for changes; true when there is something new. */
  readonly refresh: () => boolean;
  /** Why the files on disk are not in use, while that is so. */
  readonly problem: () => string | undefined;
};

export type WatchOptions<T> = {
  /** Files that are not named have no content. */
  readonly paths: readonly (string | undefined)[];
  readonly make: (contents: readonly (Buffer | undefined)[]) => T;
  /** The error for a file that cannot be read. */
  readonly unreadable: (message: string, cause: unknown) => Error;
};

/** Reads the files for the first time; throws what `make` throws of them, or that one cannot be read. */
export function watchFiles<T>({ paths, make, unreadable }: WatchOptions<T>): WatchedFiles<T> {
  const load = () => make(paths.map((path) => (path === undefined ? undefined : read(path, unreadable))));
  let prints = fingerprints(paths);
  let made = load();
  let problem: string | undefined;
  return {
    current: () => made,
    problem: () => problem,
    refresh: () => {
      const now = fingerprints(paths);
      if (now === prints) {
        problem = undefined;
        return false;
      }
      try {
        made = load();
        // The print taken before reading: a file replaced while it was read counts as changed at the next look.
        prints = now;
        problem = undefined;
        return true;
      } catch (error) {
        problem = (error as Error).message;
        return false;
      }
    },
  };
}

function read(path: string, unreadable: WatchOptions<never>['unreadable']): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'permission denied' : String(code);
    throw unreadable(`cannot read ${path}: ${why}`, error);
  }
}

const fingerprints = (paths: WatchOptions<never>['paths']): string =>
  paths.map((path) => (path === undefined ? '' : fingerprint(path))).join('\n');

/** Changes when a file, or what a link on the way to it points at (as with mounted secrets), is replaced or rewritten. */
function fingerprint(path: string): string {
  try {
    const target = realpathSync(path);
    const { ino, mtimeNs, size } = statSync(target, { bigint: true });
    return `${target} ${ino} ${mtimeNs} ${size}`;
  } catch {
    return 'unreadable';
  }
}
