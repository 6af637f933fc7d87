import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { step } from './steps.ts';

const root = join(import.meta.dirname, '..');

/** The bundled program. */
export const programFile = join(root, 'dist/etcdoc.js');

/** Builds the program when it is missing or older than anything it is made of. */
export async function buildIfOlder(): Promise<void> {
  const built = statSync(programFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newestIn(['src', 'scripts', 'patches', 'package.json']) < built) return;
  const build = promisify(execFile);
  await step('Building dist/etcdoc.js', () => build(process.execPath, [join(root, 'scripts/build.ts')], { cwd: root }));
}

function newestIn(paths: readonly string[]): number {
  return Math.max(
    ...paths.map((path) => {
      const entry = statSync(join(root, path));
      if (!entry.isDirectory()) return entry.mtimeMs;
      const inside = readdirSync(join(root, path)).map((name) => join(path, name));
      return path === 'scripts'
        ? newestIn(inside.filter((name) => /build|program-options|shim|ink-output/.test(name)))
        : newestIn([...inside, 'package.json']);
    }),
  );
}
