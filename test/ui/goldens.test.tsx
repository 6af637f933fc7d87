import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import { frameOf } from '../../src/ui/frame.ts';
import { FrameView } from '../../src/ui/frame-view.tsx';
import { initialState } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';
import { scenarios } from './scenarios.ts';
import { monitorOf } from './views.ts';

const directory = new URL('goldens/', import.meta.url);
const sizes = [
  [40, 5],
  [60, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

const cases = Object.entries(scenarios).flatMap(([name, view]) =>
  sizes.map(([columns, rows]) => ({ name, view, columns, rows })),
);

describe('frames look as they did when a person last agreed (UPDATE_GOLDENS=1 writes them anew)', () => {
  test.each(cases)('$name $columns x $rows', async ({ name, view, columns, rows }) => {
    const { host } = hostOf(monitorOf([view]));
    const frame = frameOf(host, initialState, { glyphs: 'ascii', colors: 'none' }, columns, rows);
    const drawn = `${renderToString(<FrameView frame={frame} />, { columns })}\n`;
    const file = new URL(`${name}-${columns}x${rows}.txt`, directory);
    if (process.env.UPDATE_GOLDENS) {
      await mkdir(directory, { recursive: true });
      await writeFile(file, drawn);
    }
    expect(drawn).toBe(await readFile(file, 'utf8'));
  });
});
