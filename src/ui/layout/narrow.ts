import type { PaneId } from '../pane-id.ts';
import type { UiState } from '../state.ts';
import { type Band, band, purseOf } from './stacks.ts';

const order = ['fsync', 'commit', 'leader', 'focus', 'rtt', 'diagnosis', 'events'] as const satisfies readonly PaneId[];

/** Panes below each other. With more than five members the first chart shows both disk metrics, so the second one has no room of its own. */
export function narrowBands(columns: number, rows: number, members: number, state: UiState): Band[] {
  const purse = purseOf(rows);
  const take = (pane: PaneId, least: number, most?: number) => {
    if (!state.hidden.includes(pane)) purse.take(pane, least, most);
  };
  const chart = 1 + members;
  take('events', Math.min(3, rows));
  if (state.density !== 'compact') {
    take('fsync', chart);
    // What is wrong, in words, before a second chart.
    take('diagnosis', 3);
    if (members <= 5 || columns < 60 || state.hidden.includes('fsync')) take('commit', chart);
    if (purse.of('fsync') + purse.of('commit') > 0) take('leader', 1);
    take('events', 0, 7);
    take('leader', 1);
    take('diagnosis', 0, 6);
    take('focus', 9, state.density === 'wide' ? rows : 14);
    take('rtt', chart + 1);
    take('leader', 4);
  } else take('diagnosis', 4, 6);
  take('events', 0, rows);
  return order.flatMap((pane) => {
    const height = purse.of(pane);
    return band(columns, height, height > 0 ? [{ pane, rows: height }] : []);
  });
}
