import type { ReactElement } from 'react';
import type { Host } from '../host.ts';
import type { Line } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import { block, row, span } from '../widgets/row.ts';
import { type Title, titleLine } from '../widgets/title.ts';

/** What an overlay is given: as a pane, the whole screen as its room, and the host for what is not in the view. */
export type OverlayProps = PaneProps & { readonly host: Host };

export type OverlayComponent = (props: OverlayProps) => ReactElement;

/** A page longer than the screen under its title: from `first` on as many lines as there is room, the last one counts what is below. */
export function page(title: Title, lines: readonly Line[], first: number, props: PaneProps): Line[] {
  const { columns, rows } = props;
  const room = Math.max(0, rows - 1);
  const from = Math.max(0, Math.min(Number.isFinite(first) ? Math.floor(first) : 0, lines.length - room));
  props.scrolledTo?.('overlay', from);
  const below = lines.length - from - room;
  const shown = lines.slice(from, from + room);
  if (below > 0 && room > 1) shown[room - 1] = row(columns, [span(`-- ${below + 1} more lines below --`, 'dim')]);
  return block([titleLine({ ...title, focused: true }, columns), ...shown], rows, columns);
}

/** The same page kept on the row at `cursor`. */
export function pageAround(title: Title, lines: readonly Line[], cursor: number, props: PaneProps): Line[] {
  const room = Math.max(1, props.rows - 2);
  return page(title, lines, Math.max(0, cursor - room + 1), props);
}
