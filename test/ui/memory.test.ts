import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { programOptions } from '../../scripts/program-options.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('some thousand refreshes of the whole screen leave nothing on the heap', { timeout: 180_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'etcdoc-refreshes-'));
  try {
    const outfile = join(directory, 'refreshes.mjs');
    await build({ ...programOptions, outfile, entryPoints: [here('refreshes.tsx')] });
    const recording = here('../fixtures/recordings/slow-disk.ndjson.gz');
    const counts = ['1000', '1250', '1500', '2500', '2750', '3000'];
    const run = promisify(execFile)(process.execPath, ['--expose-gc', outfile, recording, ...counts]);
    const held = JSON.parse((await run).stdout) as { frames: number; bytes: number }[];
    const [early, late] = [held.slice(0, 3), held.slice(3)];
    expect((late[0]?.frames ?? 0) - (early[0]?.frames ?? 0)).toBeGreaterThan(1000);
    // The engine keeps a megabyte of code and forgets it again as it likes: the least of three is what the screen holds.
    // A view of this cluster alone is some 100 kB: one that stayed of every sixty refreshes would be seen.
    const least = (of: typeof held) => Math.min(...of.map(({ bytes }) => bytes));
    expect((least(late) - least(early)) / 1e6).toBeLessThan(1.5);
  } finally {
    await rm(directory, { recursive: true });
  }
});
