import { type MetricId, metricIds, registry } from '../../model/registry.ts';
import type { ClusterView } from '../../model/view.ts';
import { width } from '../../text/width.ts';
import type { Look } from '../look.ts';
import type { SortColumn } from '../state.ts';
import { foreign } from '../widgets/row.ts';

/** A column of the member table. `key` is what `UiState.columns` switches on and off; a fixed one always stays. */
export type MemberColumn = {
  readonly key: Exclude<SortColumn, 'given'> | 'name';
  readonly header: string;
  readonly title: string;
  /** Cells, the blank before it not counted. */
  readonly width: number;
  /** A higher weight survives longer when the terminal narrows. */
  readonly weight: number;
  readonly align: 'left' | 'right';
};

const always = 1000;

/** Sizes and shares move slowly, so they stand left: of a line that changes only the end is sent to the terminal. */
const slow = (id: MetricId) => registry[id].unit === 'bytes' || registry[id].unit === 'ratio';

const metricColumns: readonly MemberColumn[] = metricIds
  .toSorted((left, right) => Number(slow(right)) - Number(slow(left)))
  .flatMap((key) => {
    const { column, title } = registry[key];
    if (!column) return [];
    const cells = Math.max(column.width, column.header.length);
    return [{ key, header: column.header, title, width: cells, weight: column.weight, align: 'right' as const }];
  });

/** Every column that can be switched on or off, in the order of the table. */
export const optionalColumns: readonly MemberColumn[] = [
  { key: 'id', header: 'ID', title: 'member id', width: 8, weight: 19, align: 'left' },
  { key: 'version', header: 'VER', title: 'etcd version', width: 7, weight: 57, align: 'left' },
  ...metricColumns,
  { key: 'age', header: 'AGE', title: 'since the last answer', width: 3, weight: 84, align: 'right' },
];

/** The columns that `columns` cells hold, in order. What a person switched on comes before every weight. */
export function chosenColumns(
  view: ClusterView,
  columns: number,
  wanted: Readonly<Record<string, boolean>>,
  look: Look,
): readonly MemberColumn[] {
  const fixed = fixedColumns(view, columns, look);
  let left = columns - marker - fixed.reduce((sum, column) => sum + column.width + 1, -1);
  const weighOf = ({ key, weight }: MemberColumn) => {
    if (wanted[key] === true) return always + weight;
    return key === 'version' && view.versions.length > 1 ? weight + 30 : weight;
  };
  const kept = new Set<MemberColumn>();
  for (const column of optionalColumns.toSorted((a, b) => weighOf(b) - weighOf(a))) {
    if (wanted[column.key] === false || column.width + 1 > left) continue;
    kept.add(column);
    left -= column.width + 1;
  }
  return [...fixed, ...optionalColumns.filter((column) => kept.has(column))];
}

/** What the table can be sorted by: the columns that `columns` cells hold, from left to right. */
export function sortableColumns(...table: Parameters<typeof chosenColumns>): readonly SortColumn[] {
  return chosenColumns(...table).map(({ key }) => (key === 'name' ? 'given' : key));
}

/** Cells in front of a row: `>` for the selected one, `!` or `!!` for what is wrong. */
export const marker = 2;

function fixedColumns(view: ClusterView, columns: number, look: Look): readonly MemberColumn[] {
  const longest = Math.max(6, ...view.members.map(({ label }) => width(foreign(label, look))));
  // A state word is never cut; most are short.
  const state = Math.max(8, ...view.members.map(({ health }) => health.length));
  const role = columns < 70 ? 1 : columns < 160 ? 4 : 8;
  const fixed = { weight: always, align: 'left' } as const;
  return [
    { key: 'name', header: 'MEMBER', title: 'name', width: Math.min(longest, Math.max(6, columns >> 3)), ...fixed },
    { key: 'role', header: 'ROLE'.slice(0, role), title: 'role', width: role, ...fixed },
    { key: 'health', header: 'HEALTH', title: 'health', width: columns < 70 ? state : 9, ...fixed },
  ];
}
