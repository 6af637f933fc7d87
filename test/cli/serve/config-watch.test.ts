import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { watchConfig } from '../../../src/cli/serve/config-watch.ts';
import { eventually, sleep } from '../../lab/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'etcdoc-watch-'));
let close = () => {};
afterEach(() => close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everyMs = 20;

/** Time for some looks at a file, in timers and reads of the same kind: where those are slow, so is this. */
async function someLooks(file: string): Promise<void> {
  for (let look = 0; look < 8; look += 1) {
    await sleep(everyMs);
    await readFile(file).catch(() => undefined);
  }
}

async function told(file: string, work: () => void): Promise<number> {
  let changes = 0;
  close = watchConfig([file], () => void changes++, everyMs);
  await someLooks(file);
  expect(changes).toBe(0);
  work();
  await eventually(() => changes > 0, { what: 'the change' });
  await someLooks(file);
  return changes;
}

test('a file that is written anew is one change', async () => {
  const file = join(folder, 'plain.yaml');
  writeFileSync(file, 'serve: {}\n');
  expect(await told(file, () => writeFileSync(file, 'serve: { repeat: 1m }\n'))).toBe(1);
});

test('one that is replaced by renaming too', async () => {
  const file = join(folder, 'renamed.yaml');
  writeFileSync(file, 'a');
  writeFileSync(`${file}.new`, 'b');
  expect(await told(file, () => renameSync(`${file}.new`, file))).toBe(1);
});

test('and one of a mounted ConfigMap, whose folder is a link that is swapped', async () => {
  for (const [version, text] of [
    ['..1', 'a'],
    ['..2', 'b'],
  ] as const) {
    mkdirSync(join(folder, version));
    writeFileSync(join(folder, version, 'config.yaml'), text);
  }
  symlinkSync('..1', join(folder, '..data'));
  const file = join(folder, 'config.yaml');
  symlinkSync(join('..data', 'config.yaml'), file);
  const swap = () => {
    symlinkSync('..2', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  };
  expect(await told(file, swap)).toBe(1);
});

test('a file that comes, and one that goes', async () => {
  const file = join(folder, 'comes.yaml');
  expect(await told(file, () => writeFileSync(file, 'a'))).toBe(1);
  close();
  expect(await told(file, () => unlinkSync(file))).toBe(1);
});
