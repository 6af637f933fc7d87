import { type Row, rows } from './dashboard-rows.ts';
import type { Panel } from './panels.ts';

type GridPos = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

export type PlacedPanel = Panel & { readonly id: number; readonly gridPos: GridPos };
export type PlacedRow = {
  readonly type: 'row';
  readonly id: number;
  readonly title: string;
  readonly collapsed: boolean;
  readonly gridPos: GridPos;
  /** What it holds while folded; otherwise its panels follow it. */
  readonly panels: readonly PlacedPanel[];
};

/** The dashboard of Grafana: every metric of the registry, in rows, with its bounds. */
export function dashboard() {
  return {
    uid: 'etcdoc',
    title: 'etcd as etcdoc sees it',
    description: 'Made from the metric registry of etcdoc.',
    tags: ['etcd', 'etcdoc'],
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    schemaVersion: 39,
    version: 1,
    timezone: '',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: [source, ...['cluster', 'member'].map(variable)] },
    annotations: { list: [] },
    panels: placed(rows()),
  };
}

const source = {
  name: 'datasource',
  label: 'Prometheus',
  type: 'datasource',
  query: 'prometheus',
  hide: 0,
  includeAll: false,
  multi: false,
};

/** All is `.*`, which also stands for series without the label: few Prometheus servers call their cluster anything. */
function variable(name: string) {
  const query = `label_values(etcdoc_${name === 'cluster' ? 'build_info' : `up{cluster=~"$cluster"}`}, ${name})`;
  return {
    name,
    label: name,
    type: 'query',
    datasource: { type: 'prometheus', uid: '$datasource' },
    query: { query, refId: name },
    definition: query,
    includeAll: true,
    allValue: '.*',
    multi: true,
    current: { selected: true, text: ['All'], value: ['$__all'] },
    refresh: 2,
    sort: 1,
    hide: 0,
  };
}

function placed(all: readonly Row[]): readonly (PlacedRow | PlacedPanel)[] {
  let id = 0;
  let y = 0;
  return all.flatMap(({ title, folded = false, panels, size }): readonly (PlacedRow | PlacedPanel)[] => {
    id += 1;
    const row = { type: 'row' as const, id, title, collapsed: folded, gridPos: { x: 0, y, w: 24, h: 1 } };
    let x = 0;
    let line = y + 1;
    let tallest = 0;
    const inside = panels.map((panel): PlacedPanel => {
      const { w, h } = size(panel);
      if (x + w > 24) {
        x = 0;
        line += tallest;
        tallest = 0;
      }
      id += 1;
      const gridPos = { x, y: line, w, h };
      x += w;
      tallest = Math.max(tallest, h);
      return { ...panel, id, gridPos };
    });
    // A folded row takes one line; what it holds is laid out anew when it opens.
    y = folded ? y + 1 : line + tallest;
    return folded ? [{ ...row, panels: inside }] : [{ ...row, panels: [] }, ...inside];
  });
}
