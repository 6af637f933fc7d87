import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { programOptions } from '../../scripts/program-options.ts';

const bundle = await build({
  ...programOptions,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'unwritten.js',
  write: false,
});
const [output] = bundle.outputFiles;

test('the bundle is pure ASCII: one other character doubles the source in memory and slows its compilation', () => {
  const text = output?.text ?? '';
  const foreign = [...text.matchAll(/[^\0-\x7f]/g)].map(({ index }) => text.slice(Math.max(0, index - 40), index + 20));
  expect(foreign).toEqual([]);
});

test('nothing in the bundle asks fetch for its own bytes', () => {
  expect(output?.text).not.toMatch(/fetch\([^)]*credentials:\s*"same-origin"/);
});
