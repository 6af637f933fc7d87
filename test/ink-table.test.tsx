import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { renderToString, Text } from 'ink';
import Table, { type CellProps } from 'ink-table';
import { render } from 'ink-testing-library';
import { useEffect } from 'react';
import { expect, test } from 'vitest';
import { programOptions } from '../scripts/program-options.ts';

const rows = [
  { member: 'etcd-1', role: 'leader' },
  { member: 'etcd-2', role: undefined },
];

const drawn = [
  '┌────────┬────────┐',
  '│ member │ role   │',
  '├────────┼────────┤',
  '│ etcd-1 │ leader │',
  '├────────┼────────┤',
  '│ etcd-2 │        │',
  '└────────┴────────┘',
].join('\n');

let mounts = 0;

function CountedCell({ children }: CellProps) {
  useEffect(() => {
    mounts += 1;
  }, []);
  return <Text>{children}</Text>;
}

test('a table renders on this Ink', () => {
  expect(renderToString(<Table data={rows} />, { columns: 40 })).toBe(drawn);
});

test.each([
  ['of nothing', () => null],
  ['that is null', null],
])('a skeleton %s leaves one borderless line a row', (_, skeleton) => {
  const lines = renderToString(<Table data={rows} skeleton={skeleton} />, { columns: 40 }).split('\n');
  expect(lines.filter((line) => line !== '').map((line) => line.trim().split(/\s+/))).toEqual([
    ['member', 'role'],
    ['etcd-1', 'leader'],
    ['etcd-2'],
  ]);
});

test('a row that changes is updated in place', () => {
  const { rerender, lastFrame, unmount } = render(<Table data={rows} cell={CountedCell} />);
  const atFirst = mounts;
  const changed = rows.map((row) => ({ ...row, member: row.member.toUpperCase() }));
  rerender(<Table data={changed} cell={CountedCell} />);
  expect(lastFrame()).toContain('ETCD-1');
  expect(atFirst).toBe(4);
  expect(mounts).toBe(atFirst);
  unmount();
});

test('the bundle of the program draws the same table', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'etcdoc-bundle-'));
  try {
    const outfile = join(directory, 'table.mjs');
    await build({
      ...programOptions,
      outfile,
      stdin: {
        resolveDir: fileURLToPath(new URL('.', import.meta.url)),
        loader: 'tsx',
        contents: `
          import { renderToString } from 'ink';
          import Table from 'ink-table';
          console.log(renderToString(<Table data={${JSON.stringify(rows)}} columns={['member', 'role']} />, { columns: 40 }));`,
      },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { env: { ...process.env, DEV: 'true' } });
    expect(stdout).toBe(`${drawn}\n`);
  } finally {
    await rm(directory, { recursive: true });
  }
});
