import type { PaneId } from '../pane-id.ts';
import type { UiState } from '../state.ts';
import { type Band, band, heightOf, purseOf, type Slot } from './stacks.ts';

/** Panes beside each other: charts, then the big chart beside RTT and leaders, then diagnosis and events (beside each other from 160 columns on). */
export function wideBands(columns: number, rows: number, members: number, state: UiState): Band[] {
  const three = columns >= 160;
  const compact = state.density === 'compact';
  const slot = (pane: PaneId, height: number): Slot[] =>
    state.hidden.includes(pane) || height <= 0 ? [] : [{ pane, rows: height }];
  const chart = 1 + members;
  const charts = compact ? [] : [slot('fsync', chart), slot('commit', chart), three ? slot('lag', chart) : []];
  const numbers = three ? [[...slot('rtt', chart + 1), ...slot('leader', 6), ...slot('load', 6)]] : [];
  const sides = compact ? [] : [...numbers, [...slot('rtt', chart + 1), ...slot('leader', 4)], slot('leader', 4)];
  const focus = compact ? [] : slot('focus', 10);
  const diagnosis = slot('diagnosis', 3).length > 0;
  const events = slot('events', 3).length > 0;
  const beside = three && diagnosis && events;

  const purse = purseOf(rows);
  if (events) purse.take('last', Math.min(3, rows));
  if (charts.some((stack) => stack.length > 0)) purse.take('charts', chart);
  if (diagnosis && !beside) purse.take('diagnosis', 3, 5);
  if (beside) purse.take('last', 0, 6);
  const side = sides.find((stack) => purse.take('middle', Math.max(1, heightOf(stack), heightOf(focus)))) ?? [];
  const least = purse.of('middle');
  if (events) purse.take('last', 0, state.density === 'wide' ? 5 : 8);
  if (diagnosis && !beside) purse.take('diagnosis', 0, 7);
  if (focus.length > 0 && least > 0)
    purse.take('middle', 0, state.density === 'wide' ? rows : Math.max(least, Math.ceil(rows / 2)));
  purse.take(events ? 'last' : 'diagnosis', 0, rows);

  const last = purse.of('last');
  return [
    ...band(columns, purse.of('charts'), ...charts),
    ...band(columns, purse.of('middle'), focus, side),
    ...band(columns, purse.of('diagnosis'), slot('diagnosis', purse.of('diagnosis'))),
    ...(beside
      ? band(columns, last, slot('diagnosis', last), slot('events', last))
      : band(columns, last, slot('events', last))),
  ];
}
