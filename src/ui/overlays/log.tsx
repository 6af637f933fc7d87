import type { ReactElement } from 'react';
import type { Line } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import { eventRows, rowsInAll } from '../widgets/event-rows.ts';
import { Lines } from '../widgets/lines.tsx';
import { foreign, row, span } from '../widgets/row.ts';
import { type OverlayProps, page } from './overlay.ts';

/** The whole event log, filtered and scrolled. */
export function logLines(props: PaneProps): Line[] {
  const { state, view, look, columns } = props;
  const rows = eventRows(props);
  const filtered = state.filter === '' ? '' : `  ${rows.length} match /${foreign(state.filter, look)}/`;
  const text = `EVENT LOG  ${rowsInAll(rows, props)} lines${filtered}`;
  const empty = view.events.length === 0 ? 'nothing happened so far' : 'nothing matches the filter';
  const first = Math.max(0, Math.min(state.overlayScroll ?? 0, rows.length - (props.rows - 1)));
  // Rows above and below the screen are counted but not drawn.
  const lines = rows.map((draw, index) => (index >= first && index < first + props.rows ? draw() : []));
  const shown = rows.length > 0 ? lines : [row(columns, [span(empty, 'dim')])];
  return page({ text, notes: ['Esc back', '/ filter'] }, shown, first, props);
}

export function LogOverlay(props: OverlayProps): ReactElement {
  return <Lines lines={logLines(props)} look={props.look} />;
}
