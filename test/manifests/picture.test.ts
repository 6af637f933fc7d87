import { expect, test } from 'vitest';
import { dashboard } from '../../scripts/manifests/dashboard.ts';
import type { Drawn } from '../../scripts/manifests/picture-chart.ts';
import { dashboardSvg } from '../../scripts/manifests/picture-svg.ts';
import { readText } from './objects.ts';

const { panels, title } = dashboard();
const rows = panels.filter(({ type }) => type === 'row');
const shown = panels.filter(({ gridPos }) => gridPos.y < (rows[3]?.gridPos.y ?? 0));
const line = (name: string, ...values: readonly number[]): Drawn => ({
  name,
  labels: { severity: 'critical', check: 'wal-fsync-p99', member: name },
  points: values.map((value, step) => [1_795_245_000 + step * 10, value] as const),
  write: (value) => `${value} s`,
});

test('draws each panel where the file puts it, with what was answered, its bounds and no data where there is none', () => {
  const answered = new Map(
    shown.flatMap((one) => ('targets' in one && one.type !== 'stat' ? [[one.id, [line('cp-<3>', 0.002, 0.9)]]] : [])),
  );
  const svg = dashboardSvg(title, shown, answered);
  for (const one of shown) expect(svg).toContain(one.title);
  expect(svg).toContain('cp-&lt;3&gt;');
  expect(svg).toContain('wal-fsync-p99');
  expect(svg).toContain('stroke-dasharray');
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  const empty = dashboardSvg(title, shown, new Map());
  expect(empty).toContain('No data');
  expect(empty).not.toMatch(/NaN|undefined|Infinity|polyline/);
});

test("the README's picture is of this dashboard, with an alert in it: npm run dashboard", () => {
  const picture = readText('docs/dashboard.svg');
  // Not every panel: a metric more in the registry is no reason to start a cluster for a picture.
  for (const one of rows.slice(0, 3)) expect(picture).toContain(` ${one.title}<`);
  expect(picture).toContain('wal-fsync-p99');
});
