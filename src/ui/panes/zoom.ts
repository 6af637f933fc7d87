import { boundsOf } from '../../model/bounds.ts';
import { type Levels, type MetricId, registry } from '../../model/registry.ts';
import type { MemberView } from '../../model/view.ts';
import { type Axis, axisOf } from '../charts/axis.ts';
import { type GridCell, plotGrid, rowOf, type Series } from '../charts/plot.ts';
import { failedGlyph, toneOf } from '../charts/ramp.ts';
import { columnSeconds } from '../charts/spark.ts';
import type { Line, Span } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import { figure, reach, readingFigure } from '../widgets/figure.ts';
import { block, cell, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';
import { unknownWords } from '../widgets/unknown.ts';
import { chartSeconds, chartTitle } from './sparks.ts';

const label = 6;

/** One metric of several members on a grid with a value axis, a time axis and the bounds marked. */
export function zoomLines(
  props: PaneProps,
  metric: MetricId,
  pane: { readonly digit: string; readonly focused: boolean },
  members: readonly MemberView[],
): Line[] {
  const { columns, rows, view, state, look } = props;
  const entry = registry[metric];
  const levels = boundsOf(view, metric);
  const wide = columns - label - 1;
  const seconds = columnSeconds(wide, chartSeconds, view.intervalSeconds);
  const trends = members.map(({ id }) =>
    props.trend({ metric, memberId: id, columns: wide, secondsPerColumn: seconds }),
  );
  const series: Series[] = trends.map(({ values, memberId }) => ({
    sign: signOf(view.members, memberId),
    values,
    toneOf: (value) => toneOf(value, levels),
  }));
  const legend = state.zoomed ? legendLines(props, metric, members) : [];
  const high = Math.max(2, rows - 3 - legend.length);
  const axis = axisOf(
    entry,
    levels,
    trends.flatMap(({ values }) => values),
    state.autoScale,
  );
  const grid = plotGrid(series, axis, wide, high, look);
  for (const { failed } of trends) markFailed(grid, failed, wide);
  const bounds = boundRows(metric, levels, axis, high);
  const signs = members.map((member) => `${signOf(view.members, member.id)}=${foreign(member.label, look)}`);
  const { warning } = levels ?? {};
  const bound = warning === undefined ? [] : [`..=${plain(figure(warning, entry.unit))}`];
  const text = `${chartTitle(metric)}  ${[...signs, ...bound].join(' ')}`;
  const notes = [state.autoScale ? 'auto scale' : 'fixed scale', state.zoomed ? 'e back' : 'e zoom'];
  const nothing = trends.every(
    ({ values, failed }) => !failed.includes(true) && values.every((value) => value === undefined),
  );
  const lines = grid.map((cells, index) =>
    gridLine(cells, bounds.get(index), labelAt(index, axis, high, metric), props),
  );
  if (nothing) lines[0] = row(columns, [span(`${' '.repeat(label)} ${emptyWords(metric, members)}`, 'dim')]);
  return block(
    [
      titleLine({ digit: pane.digit, text, notes, focused: pane.focused }, columns),
      ...lines,
      row(columns, [span(`${' '.repeat(label)}+${'-'.repeat(Math.max(0, wide))}`, 'dim')]),
      timeLine(wide, seconds, columns),
      ...legend,
    ],
    rows,
    columns,
  );
}

function emptyWords(metric: MetricId, members: readonly MemberView[]): string {
  const reasons = members
    .map((member) => unknownWords(member.readings[metric]?.unknown))
    .filter((words) => words !== undefined);
  return `nothing to draw: ${[...new Set(reasons)].join(', ') || 'no history yet'}`;
}

/** The member's place in the table, the same digit as in the leader timeline. */
function signOf(members: readonly MemberView[], id: string): string {
  return (members.findIndex((member) => member.id === id) + 1).toString(36);
}

function labelAt(index: number, axis: Axis, high: number, metric: MetricId): string {
  return figure(axis.valueAt(1 - index / (high - 1)), registry[metric].unit);
}

type Bound = { readonly text: string; readonly tone: 'warning' | 'critical' };

/** Rows of the bounds that lie on the axis; a bound beyond it has no row, and the worse one wins where both fall on the same. */
function boundRows(metric: MetricId, levels: Levels | undefined, axis: Axis, high: number): Map<number, Bound> {
  const { unit } = registry[metric];
  const found = new Map<number, Bound>();
  const mark = levels?.below ? '<' : '>';
  for (const tone of ['warning', 'critical'] as const) {
    const value = levels?.[tone];
    if (value === undefined || value < axis.low || value > axis.high) continue;
    found.set(rowOf(value, axis, high), { text: `${mark}${plain(figure(value, unit))}`, tone });
  }
  return found;
}

function gridLine(
  cells: readonly (GridCell | undefined)[],
  bound: Bound | undefined,
  text: string,
  { columns }: PaneProps,
): Line {
  const spans: Span[] = [
    cell(bound?.text ?? text, label - 1, bound?.tone ?? 'dim', 'right'),
    span(bound ? (bound.tone === 'critical' ? '!|' : ' |') : ' |', bound?.tone ?? 'dim'),
  ];
  const blank = bound === undefined ? ' ' : bound.tone === 'critical' ? ':' : '.';
  for (let column = 0; column < cells.length; column++) {
    const drawn = cells[column];
    spans.push(drawn ? span(drawn.glyph, drawn.tone) : span(blank, bound ? 'dim' : 'plain'));
  }
  return row(columns, spans);
}

function markFailed(grid: (GridCell | undefined)[][], failed: readonly boolean[], columns: number): void {
  const bottom = grid.at(-1);
  const first = failed.length - columns;
  for (let column = 0; bottom && column < columns; column++)
    if (failed[first + column]) bottom[column] = { glyph: failedGlyph, tone: 'critical' };
}

function timeLine(wide: number, seconds: number, columns: number): Line {
  const left = `-${reach(wide * seconds)}`;
  const half = Math.floor(wide / 2);
  const middle = `-${reach(half * seconds)}`;
  const beforeMiddle = ' '.repeat(Math.max(1, wide - half - left.length));
  const beforeNow = ' '.repeat(Math.max(1, half - middle.length - 3));
  return row(columns, [span(`${' '.repeat(label + 1)}${left}${beforeMiddle}${middle}${beforeNow}now`, 'dim')]);
}

function legendLines(props: PaneProps, metric: MetricId, members: readonly MemberView[]): Line[] {
  const { unit } = registry[metric];
  return members.slice(0, Math.max(0, Math.floor(props.rows / 4))).map((member) => {
    const reading = member.readings[metric];
    const tone = reading?.level === 'critical' || reading?.level === 'warning' ? reading.level : 'plain';
    const mark = tone === 'critical' ? ' !!' : tone === 'warning' ? ' !' : '';
    const sign = signOf(props.view.members, member.id);
    const bucket = reading?.bucket ? `  bucket (${reading.bucket.map((end) => figure(end, unit)).join(', ')}]` : '';
    const seen =
      reading?.observations === undefined ? '' : `  of ${figure(reading.observations, 'count')} observations`;
    const text = `${sign}=${foreign(member.label, props.look)}  now ${readingFigure(reading, unit)}${mark}${bucket}${seen}`;
    return row(props.columns, [span(`${' '.repeat(label)} ${text}`, tone)]);
  });
}

function plain(text: string): string {
  return text.replace(/\.0$/, '');
}
