import { boundsOf } from '../../model/bounds.ts';
import type { Level } from '../../model/reading.ts';
import { type MetricId, registry } from '../../model/registry.ts';
import type { Trend } from '../../model/trend.ts';
import type { MemberView } from '../../model/view.ts';
import { width } from '../../text/width.ts';
import { autoScale, fixedScale, type Scale, toneOf } from '../charts/ramp.ts';
import { columnSeconds, sparkSpans } from '../charts/spark.ts';
import type { Line, Span, Tone } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import { figure, figureUnit, reach } from '../widgets/figure.ts';
import { block, cell, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';
import { unknownWords } from '../widgets/unknown.ts';

const fewObservations = 100;

/** How far back the charts of a screen reach, as far as their columns allow. */
export const chartSeconds = 240;

/** One sparkline per member of one metric, with its value now, its highest and a mark when it is beyond a bound. */
export function sparkLines(props: PaneProps, metric: MetricId, digit: string, focused: boolean): Line[] {
  const { view, columns, rows } = props;
  const shape = sparkShape(props);
  const charts = sparkCharts(props, metric, shape);
  const { warning } = boundsOf(view, metric) ?? {};
  const notes = [`last ${reach(shape.spark * charts.seconds)}`, 'now', ...(shape.max > 0 ? ['max'] : [])];
  if (warning !== undefined) notes.push(`warn${boundText(metric, warning)}`);
  if (charts.scale.kind === 'auto') notes.push('auto scale');
  const title = titleLine({ digit, text: chartTitle(metric), notes, focused }, columns);
  const shown = membersShown(view.members, rows - 1);
  const lines = shown.map((member) =>
    row(columns, [
      cell(foreign(member.label, props.look), shape.label),
      span('  '),
      ...chartSpans(props, member, charts, shape),
    ]),
  );
  return block([title, ...lines, ...moreLine(view.members.length, shown.length, columns)], rows, columns);
}

/** The sparklines of two metrics beside each other, one line per member: for many members in few rows. */
export function pairedSparkLines(
  props: PaneProps,
  metrics: readonly [MetricId, MetricId],
  digit: string,
  focused: boolean,
): Line[] {
  const { view, columns, rows } = props;
  const label = labelColumns(view.members, props, columns);
  const half = Math.floor((columns - label - 4) / 2);
  const shape = { label, now: 7, max: 0, mark: 3, spark: Math.max(0, half - 10) };
  const charts = metrics.map((metric) => sparkCharts(props, metric, shape));
  const seconds = charts[0]?.seconds ?? 0;
  const notes = [`last ${reach(shape.spark * seconds)}`, 'now'];
  const text = metrics.map((metric) => `${chartTitle(metric)}${boundNote(props, metric)}`).join(' | ');
  const shown = membersShown(view.members, rows - 1);
  const lines = shown.map((member) =>
    row(columns, [
      cell(foreign(member.label, props.look), label),
      ...charts.flatMap((chart) => [span('  '), ...chartSpans(props, member, chart, shape)]),
    ]),
  );
  const more = moreLine(view.members.length, shown.length, columns);
  return block([titleLine({ digit, text, notes, focused }, columns), ...lines, ...more], rows, columns);
}

/** The metric, or what gRPC alone tells where no member gives metrics and none has any on the chart: an empty chart helps nobody. */
export function measuredMetric(props: PaneProps, metric: MetricId, other: MetricId): MetricId {
  const { view } = props;
  const silent = view.members.every(({ access }) => access !== 'full' && access !== 'metrics-only');
  if (!silent || view.members.every(({ access }) => access === 'down')) return metric;
  const { spark } = sparkShape(props);
  const secondsPerColumn = columnSeconds(spark, chartSeconds, view.intervalSeconds);
  const drawn = view.members.some(({ id }) =>
    props.trend({ metric, memberId: id, columns: spark, secondsPerColumn }).values.some((value) => value !== undefined),
  );
  return drawn ? metric : other;
}

/** `WAL fsync p99 ms`: the metric and the unit that its figures leave out. */
export function chartTitle(metric: MetricId): string {
  const { title, unit } = registry[metric];
  return `${title} ${figureUnit(unit)}`.trimEnd();
}

/** The members that `rows` lines hold, one line kept for `+2 more` when they do not all fit. */
export function membersShown(members: readonly MemberView[], rows: number): readonly MemberView[] {
  if (members.length <= rows) return members;
  return members.slice(0, Math.max(1, rows - 1));
}

/** The line that says how many members there was no room for, or that none is known. */
export function moreLine(members: number, shown: number, columns: number): Line[] {
  if (members === 0) return [row(columns, [span('no members known yet', 'dim')])];
  return members > shown ? [row(columns, [span(`+${members - shown} more`, 'dim')])] : [];
}

/** Cells that names get: as many as the longest needs, but never more than a fifth of the line. */
export function labelColumns(members: readonly MemberView[], { look }: PaneProps, columns: number): number {
  const longest = Math.max(4, ...members.map((member) => width(foreign(member.label, look))));
  return Math.min(longest, Math.max(4, Math.floor(columns / 5)));
}

type Shape = {
  readonly label: number;
  readonly spark: number;
  readonly now: number;
  readonly max: number;
  readonly mark: number;
};

/** How a line of `columns` cells is shared out between name, chart and figures; narrow lines do without the figures. */
export function sparkShape(props: PaneProps): Shape {
  const { columns } = props;
  const label = labelColumns(props.view.members, props, columns);
  const now = columns >= 24 ? 8 : 0;
  const max = columns >= 44 ? 8 : 0;
  const mark = 3;
  return { label, now, max, mark, spark: Math.max(0, columns - label - 2 - now - max - mark) };
}

type Charts = {
  readonly metric: MetricId;
  readonly seconds: number;
  readonly scale: Scale;
  readonly trends: ReadonlyMap<string, Trend>;
};

function sparkCharts(props: PaneProps, metric: MetricId, shape: Shape): Charts {
  const { view, state, look } = props;
  const entry = registry[metric];
  const seconds = columnSeconds(shape.spark, chartSeconds, view.intervalSeconds);
  const trends = new Map(
    view.members.map(({ id }) => [
      id,
      props.trend({ metric, memberId: id, columns: shape.spark, secondsPerColumn: seconds }),
    ]),
  );
  const fixed = state.autoScale ? undefined : fixedScale(entry, boundsOf(view, metric), look);
  return {
    metric,
    seconds,
    trends,
    scale:
      fixed ??
      autoScale(
        [...trends.values()].flatMap(({ values }) => values),
        look,
      ),
  };
}

function chartSpans(props: PaneProps, member: MemberView, charts: Charts, shape: Shape): readonly Span[] {
  const { unit } = registry[charts.metric];
  const levels = boundsOf(props.view, charts.metric);
  const reading = member.readings[charts.metric];
  const trend = charts.trends.get(member.id);
  // The table's number, so that the screen says one thing; a member that is down has none, whatever the chart's last column holds.
  const now = reading ? reading.value : trend?.now;
  const tone = reading ? toneOfLevel(reading.level) : toneOf(now, levels);
  // A quantile of few observations is a guess: shown, but not as loud.
  const few = tone === 'plain' && (reading?.observations ?? fewObservations) < fewObservations;
  const mark = tone === 'critical' ? ' !!' : tone === 'warning' ? ' ! ' : '   ';
  const empty =
    trend === undefined || (trend.values.every((value) => value === undefined) && !trend.failed.includes(true));
  const why = empty ? unknownWords(reading?.unknown) : undefined;
  const spark = why
    ? [cell(why, shape.spark, 'dim')]
    : trend
      ? sparkSpans(trend, shape.spark, charts.scale, levels, props.look)
      : [cell('', shape.spark)];
  return [
    ...spark,
    cell(
      now === undefined && reading?.unknown?.reason === 'collecting' ? '...' : figure(now, unit),
      shape.now,
      few ? 'dim' : tone,
      'right',
    ),
    cell(figure(trend?.max, unit), shape.max, toneOf(trend?.max, levels), 'right'),
    cell(mark, shape.mark, tone),
  ];
}

/** As the table marks it: one slow write among few is beyond the bound and proves nothing. */
const toneOfLevel = (level: Level): Tone => (level === 'critical' || level === 'warning' ? level : 'plain');

function boundNote({ view }: PaneProps, metric: MetricId): string {
  const { warning } = boundsOf(view, metric) ?? {};
  return warning === undefined ? '' : ` ${boundText(metric, warning)}`;
}

function boundText(metric: MetricId, bound: number): string {
  const { unit, levels } = registry[metric];
  return `${levels?.below ? '<' : '>'}${figure(bound, unit).replace(/\.0$/, '')}`;
}
