import { expect, test } from 'vitest';
import type { PlacedPanel, PlacedRow } from '../../scripts/manifests/dashboard.ts';
import { metricIds, registry } from '../../src/model/registry.ts';
import { metricName } from '../../src/report/exposition-names.ts';
import { exposedBy } from './exposed.ts';
import { objectsIn, only, readText } from './objects.ts';
import { checkRules } from './promtool.ts';
import { namesIn, unknownIn } from './queries.ts';

type Board = {
  readonly panels: readonly (PlacedRow | PlacedPanel)[];
  readonly templating: { readonly list: readonly { name: string }[] };
};
const text = readText('manifests/monitoring/dashboard.json');
const board = JSON.parse(text) as Board;
const panels = board.panels.flatMap((one) => ('targets' in one ? [one] : one.panels));
const queries = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));

test('the ConfigMap holds the dashboard', () => {
  const { data } = only<{ data: Record<string, string> }>(
    objectsIn(readText('manifests/monitoring/dashboard.yaml')),
    'ConfigMap',
  );
  expect(JSON.parse(data['etcdoc.json'] ?? '')).toEqual(board);
});

test('every metric of the registry has a panel with its title, its bounds and what it is', () => {
  for (const id of metricIds) {
    const name = metricName(id);
    const found = panels.filter(({ targets }) => targets.some(({ expr }) => namesIn(expr).includes(name)));
    expect([id, found.map(({ title }) => title)]).toEqual([id, [registry[id].title]]);
    expect(found[0]?.description).toContain(registry[id].help);
    const { warning, critical } = registry[id].levels ?? {};
    const bounds = found[0]?.fieldConfig.defaults.thresholds.steps.flatMap(({ value }) => value ?? []);
    expect([id, bounds]).toEqual([id, [warning, critical].filter((bound) => bound !== undefined)]);
  }
});

test('promtool reads every query', async () => {
  const rules = queries.map(({ expr }, number) => ({ record: `q:${number}`, expr: filled(expr) }));
  expect(await checkRules({ groups: [{ name: 'queries', rules }] })).toBe('');
  expect(queries.length).toBeGreaterThan(metricIds.length);
});

test('every query asks for names and labels that a daemon exposes', async () => {
  const exposed = await exposedBy('slow-disk.ndjson.gz', 'member-killed.ndjson.gz', 'learner.ndjson.gz');
  for (const { title, expr } of queries) expect([title, ...unknownIn(expr, exposed)]).toEqual([title]);
});

test('every variable of a query is one of the dashboard', () => {
  const names = new Set(board.templating.list.map(({ name }) => name));
  const used = [...text.matchAll(/\$(\w+)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('__'));
  expect([...new Set(used)].sort()).toEqual([...names].sort());
});

test('no two panels have one id or lie on each other, and none reaches beyond the 24 columns', () => {
  const all = board.panels.flatMap((one) => ('targets' in one ? [one] : [one, ...one.panels]));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const taken = new Set<string>();
  for (const { gridPos } of board.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x} ${y}`)).toBe(false);
        taken.add(`${x} ${y}`);
      }
  }
});

/** As Grafana fills in its variables when all is chosen. */
function filled(query: string): string {
  return query.replaceAll('$cluster', '.*').replaceAll('$member', '.*');
}
