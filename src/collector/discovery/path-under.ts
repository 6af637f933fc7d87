import { readlinkSync } from 'node:fs';
import { join } from 'node:path';

const mostLinks = 40;

/** Where `path` of a host lies whose `/` is mounted at `root`: links are followed within the host, also absolute ones, and never leave it. */
export function pathUnder(root: string, path: string): string {
  const done: string[] = [];
  const todo = partsOf(path).reverse();
  for (let links = 0; ; ) {
    const part = todo.pop();
    if (part === undefined) return join(root, ...done);
    if (part === '..') {
      done.pop();
      continue;
    }
    const target = linkTarget(join(root, ...done, part));
    if (target === undefined) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > mostLinks) return join(root, ...done, part);
    if (target.startsWith('/')) done.length = 0;
    todo.push(...partsOf(target).reverse());
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
