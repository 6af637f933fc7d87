import type { ReactElement } from 'react';
import type { Leadership } from '../../model/view.ts';
import { width } from '../../text/width.ts';
import { columnSeconds } from '../charts/spark.ts';
import { leaderColumns, markColumns, type Timeline } from '../charts/timeline.ts';
import type { Line, Span } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { dayTime } from '../widgets/clock.ts';
import { duration, reach } from '../widgets/figure.ts';
import { Lines } from '../widgets/lines.tsx';
import { block, cell, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';
import { chartSeconds, sparkShape } from './sparks.ts';

const digit = '5';
const label = 6;

/** Who led when. One row is the line alone with the count of changes; more rows add a title, the legend, marks and the last change. */
export function leaderLines(props: PaneProps): Line[] {
  const { columns, rows, state, view } = props;
  if (rows === 1) return [singleLine(props)];
  // An hour is shown where it has room and there is more history than the charts show.
  const long = columns >= 66 && view.historySeconds > 2 * chartSeconds;
  const timeline = timelineOf(props, columns - label, long ? 3600 : chartSeconds);
  const title = {
    digit,
    text: 'LEADER TIMELINE',
    notes: [`-${reach(timeline.columns * timeline.seconds)} .. now`],
    focused: state.focus === 'leader',
  };
  const lines: Line[] = [
    row(columns, [cell('lead', label), ...leaderSpans(leaderColumns(view, timeline))]),
    row(columns, [cell('mark', label, 'dim'), span(markColumns(view.events, timeline), 'accent')]),
    row(columns, [span(legend(props), 'dim')]),
    changesLine(props),
    row(columns, [span(`term ${view.term ?? '-'}   ${leaderWords(props)}`, 'plain')]),
  ];
  return block([titleLine(title, columns), ...inOrderOfNeed(lines, rows - 1)], rows, columns);
}

/** With few rows the last change tells more than the legend, and that more than the marks. */
function inOrderOfNeed(lines: readonly Line[], rows: number): Line[] {
  const kept = new Set([0, 3, 2, 1, 4].slice(0, Math.max(0, rows)));
  return lines.filter((_, index) => kept.has(index));
}

/** Under the sparklines its columns stand for the same seconds as theirs. */
function singleLine(props: PaneProps): Line {
  const shape = sparkShape(props);
  const line = leaderColumns(props.view, timelineOf(props, shape.spark, chartSeconds));
  const words = countWords(props.view.leader);
  const fits = words.length <= props.columns - shape.label - shape.spark - 4;
  return row(props.columns, [
    cell('lead', shape.label + 2),
    ...leaderSpans(line),
    span(`  ${fits ? words : words.replace(/changes?/, 'chg')}`, countTone(props)),
  ]);
}

function timelineOf({ view }: PaneProps, columns: number, span: number): Timeline {
  const seconds = columnSeconds(columns, span, view.intervalSeconds);
  return { columns: Math.max(0, columns), seconds, at: view.at };
}

function leaderSpans(text: string): Span[] {
  return (text.match(/\|+|[^|]+/g) ?? []).map((run) => span(run, run.startsWith('|') ? 'warning' : 'plain'));
}

function legend({ view, look, columns }: PaneProps): string {
  const names = view.members.map((member, index) => `${(index + 1).toString(36)}=${foreign(member.label, look)}`);
  const gone = view.leader.spans.some(({ id }) => id !== undefined && view.members.every((member) => member.id !== id));
  const parts = [names.join(' '), '|=election', 'blank=no leader seen', ...(gone ? ['?=no longer a member'] : [])];
  // A sign without its meaning is worse than none.
  return parts.reduce((line, part) => (width(line) + 2 + width(part) <= columns ? `${line}  ${part}` : line));
}

function changesLine(props: PaneProps): Line {
  const { view, look, now, columns } = props;
  const { last } = view.leader;
  const count = countWords(view.leader);
  if (last === undefined) return row(columns, [span(count, countTone(props))]);
  const who = `   last ${foreign(last.from ?? 'nobody', look)} -> ${foreign(last.to ?? 'nobody', look)}`;
  const change = `${who} ${duration(Math.round((now - last.at) / 1000))} ago`;
  // How long ago it was matters more than the date.
  const dated = `${change} (${dayTime(last.at)})`;
  const said = width(count) + width(dated) <= columns ? dated : change;
  return row(columns, [span(count, countTone(props)), span(said)]);
}

function countWords({ changes, changesSeconds }: Leadership): string {
  return `${changes} ${changes === 1 ? 'change' : 'changes'} in ${duration(changesSeconds)}`;
}

function countTone({ view }: PaneProps): 'plain' | 'warning' {
  return view.leader.changes > 0 ? 'warning' : 'plain';
}

function leaderWords({ view, look, now }: PaneProps): string {
  const { id, name, since, atLeast } = view.leader;
  if (id === undefined) return 'leader none';
  const held =
    since === undefined ? '' : `, for ${atLeast ? 'at least ' : ''}${duration(Math.round((now - since) / 1000))}`;
  return `${foreign(name ?? id, look)} leads${held}`;
}

function LeaderPane(props: PaneProps): ReactElement {
  return <Lines lines={leaderLines(props)} look={props.look} />;
}

export const leaderPane: Pane = { id: 'leader', digit, title: 'leader timeline', component: LeaderPane };
