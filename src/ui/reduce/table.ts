import { type MetricId, metricIds, registry } from '../../model/registry.ts';
import { optionalColumns } from '../members/columns.ts';
import type { SortColumn, UiState } from '../state.ts';
import type { Action, Context } from './action.ts';

type Table = Extract<
  Action,
  { kind: 'sort' | 'invert' | 'toggleColumn' | 'window' | 'chart' | 'autoScale' | 'header' | 'density' }
>;

/** What is listed, in which order, over which window and in which shape. */
export function reduceTable(state: UiState, action: Table, { view, sortable }: Context): UiState {
  switch (action.kind) {
    case 'sort': {
      const column = after(sortable, state.sort.column, action.by);
      return { ...state, sort: { ...state.sort, column }, notice: told(`sorted by ${sortTitle(column)}`) };
    }
    case 'invert':
      return { ...state, sort: { ...state.sort, inverted: !state.sort.inverted } };
    case 'toggleColumn':
      return toggleColumn(state);
    case 'window': {
      const windowSeconds = after(windows, nearest(view?.windowSeconds ?? state.windowSeconds), 1);
      return { ...state, windowSeconds, notice: told(`window ${windowSeconds} s`) };
    }
    case 'chart': {
      const chartMetric = after(chartMetrics, state.chartMetric, 1);
      return { ...state, chartMetric, notice: told(`chart: ${registry[chartMetric].title}`) };
    }
    case 'autoScale':
      return {
        ...state,
        autoScale: !state.autoScale,
        notice: told(state.autoScale ? 'scale fixed by the bounds' : 'scale by what is visible'),
      };
    case 'header':
      return { ...state, header: !state.header };
    case 'density': {
      const density = after(['normal', 'wide', 'compact'] as const, state.density, 1);
      return { ...state, density, notice: told(`layout: ${density}`) };
    }
  }
}

const windows: readonly number[] = [30, 60, 300, 900];

/** ★ What `c` goes through: the metrics with bounds, and those that tell load. */
const chartMetrics: readonly MetricId[] = metricIds.filter(
  (id) => registry[id].levels !== undefined || ['putsPerSecond', 'cpuCores', 'statusRttSeconds'].includes(id),
);

function sortTitle(column: SortColumn): string {
  if (column === 'given' || column === 'health' || column === 'role') return column === 'given' ? 'name' : column;
  return optionalColumns.find(({ key }) => key === column)?.title ?? column;
}

function toggleColumn(state: UiState): UiState {
  if (state.overlay.kind !== 'columns') return state;
  const key = optionalColumns[state.overlay.cursor]?.key;
  if (key === undefined) return state;
  const { [key]: now, ...others } = state.columns;
  // By width, then off, then on.
  return {
    ...state,
    columns: now === undefined ? { ...others, [key]: false } : now ? others : { ...others, [key]: true },
  };
}

function nearest(seconds: number): number {
  return windows.findLast((one) => one <= seconds) ?? windows[0] ?? seconds;
}

function after<T>(list: readonly T[], current: T, by: number): T {
  const at = list.indexOf(current);
  const next = at < 0 ? list[by > 0 ? 0 : list.length - 1] : list[(at + by + list.length) % list.length];
  return next ?? current;
}

function told(text: string): NonNullable<UiState['notice']> {
  return { text, tone: 'ok' };
}
