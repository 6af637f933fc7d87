import type { ReactElement } from 'react';
import { causeBehind, subjectAndTitle } from '../../model/cause-words.ts';
import { bySeverity } from '../../model/evaluate-checks.ts';
import type { ClusterView } from '../../model/view.ts';
import type { Line } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { eventRows, ongoingAlerts, rowsInAll } from '../widgets/event-rows.ts';
import { Lines } from '../widgets/lines.tsx';
import { block, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';

const digit = '7';

/** Alerts in force first, then what happened, newest first; filtered and scrolled as the person asked. */
export function eventsLines(props: PaneProps): Line[] {
  const { view, columns, rows, state, look } = props;
  const matching = eventRows(props);
  const found = withAdvice(matching, props);
  const active = view.alerts.filter(({ clearedAt }) => clearedAt === undefined).length;
  const counts = `EVENTS ${active} active / ${rowsInAll(matching, props)} total`;
  const filtered = state.filter === '' ? '' : `  ${found.length} match /${foreign(state.filter, look)}/`;
  const notes = columns >= 70 ? ['a ack', 'l full log', '/ filter'] : [];
  const room = Math.max(0, rows - 1);
  const first = Math.max(0, Math.min(state.scroll.events ?? 0, found.length - room));
  props.scrolledTo?.('events', first);
  const lines = found.slice(first, first + room).map((draw) => draw());
  if (found.length === 0) lines.push(row(columns, [span(noEvents(props), 'dim')]));
  const title = { digit, text: counts + filtered, notes, focused: state.focus === 'events' };
  return block([titleLine(title, columns), ...lines], rows, columns);
}

/** The first row is followed by what to do about it, or about a worse cause whose own alert still waits for its time. */
function withAdvice(rows: readonly (() => Line)[], props: PaneProps): readonly (() => Line)[] {
  const { view, state, look, columns } = props;
  const advice = props.advise && state.filter === '' ? adviceOf(view) : '';
  if (advice === '') return rows;
  const line = () => row(columns, [span(`  ${foreign(advice, look)}`)]);
  return [...rows.slice(0, 1), line, ...rows.slice(1)];
}

function adviceOf(view: ClusterView): string {
  const [alert] = ongoingAlerts(view);
  const [cause] = view.causes;
  const loud = alert?.severity ?? 'info';
  if (cause?.next[0] !== undefined && bySeverity(cause.severity, loud) < 0)
    return `next (${subjectAndTitle(cause)}): ${cause.next[0]}`;
  if (alert === undefined || loud === 'info') return '';
  const next = causeBehind(alert, view.causes)?.next[0] ?? alert.finding.remedy;
  return next === '' ? '' : `next: ${next}`;
}

function noEvents({ state, view }: PaneProps): string {
  if (state.filter !== '' && view.events.length > 0) return 'nothing matches the filter';
  return 'nothing happened so far';
}

function EventsPane(props: PaneProps): ReactElement {
  return <Lines lines={eventsLines(props)} look={props.look} />;
}

export const eventsPane: Pane = { id: 'events', digit, title: 'events', component: EventsPane };
