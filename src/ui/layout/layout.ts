import type { PaneId } from '../pane-id.ts';
import type { UiState } from '../state.ts';
import { bandsOf } from './bands.ts';
import type { Band } from './stacks.ts';

/** Which part of the screen gets which room. Heights add up to the terminal's rows, widths of a band to its columns. */
export type Layout =
  | { readonly mode: 'line' }
  | {
      readonly mode: 'screen';
      readonly header: number;
      /** Rows of the member table, its heading included; 0 while an overlay or a zoomed pane has the room. */
      readonly table: number;
      /** Set when one thing fills the body: a zoomed pane or an overlay. */
      readonly whole?: { readonly rows: number; readonly pane?: PaneId | undefined } | undefined;
      readonly bands: readonly Band[];
    };

const footer = 1;

/** What fits where: line 1 first, then the footer, members, events, charts, diagnosis, the rest. */
export function layoutOf(columns: number, rows: number, members: number, state: UiState): Layout {
  if (columns < 40 || rows < 6) return { mode: 'line' };
  const header = headerRows(columns, rows, state);
  const body = rows - header - footer;
  if (fillsBody(state)) return { mode: 'screen', header, table: 0, whole: { rows: body }, bands: [] };
  if (state.zoomed && state.focus !== 'members')
    return { mode: 'screen', header, table: 0, whole: { rows: body, pane: state.focus }, bands: [] };
  if (state.zoomed) return { mode: 'screen', header, table: body, bands: [] };
  const listed = Math.max(1, Math.min(members, Math.max(7, Math.floor(body / 3))));
  const table = Math.min(body, 1 + listed);
  return { mode: 'screen', header, table, bands: bandsOf(columns, body - table, listed, state) };
}

/** The panes of a layout in the order of Tab. */
export function visiblePanes(layout: Layout): readonly PaneId[] {
  if (layout.mode === 'line') return ['members'];
  if (layout.whole?.pane) return [layout.whole.pane];
  const below = layout.bands.flatMap(({ stacks }) => stacks.flatMap(({ panes }) => panes.map(({ pane }) => pane)));
  return layout.table > 0 ? ['members', ...below] : below;
}

/** Whether the disk latencies of the members are drawn anywhere on it. */
export function hasCharts(layout: Layout): boolean {
  return visiblePanes(layout).some((pane) => pane === 'fsync' || pane === 'commit' || pane === 'focus');
}

function headerRows(columns: number, rows: number, state: UiState): number {
  if (!state.header || state.density === 'compact' || rows < 10) return 1;
  return columns < 80 || rows < 16 ? 2 : 3;
}

function fillsBody({ overlay }: UiState): boolean {
  return overlay.kind !== 'none' && overlay.kind !== 'prompt';
}
