import type { UiState } from '../state.ts';
import { narrowBands } from './narrow.ts';
import type { Band } from './stacks.ts';
import { heightOf, stretch } from './stacks.ts';
import { wideBands } from './wide.ts';

/** The panes under the member table: exactly `rows` rows in all, below each other on a narrow screen, beside each other on a wide one. */
export function bandsOf(columns: number, rows: number, members: number, state: UiState): Band[] {
  if (rows <= 0) return [];
  const bands = columns < 100 ? narrowBands(columns, rows, members, state) : wideBands(columns, rows, members, state);
  return fill(bands, rows, columns);
}

/** Rows that nobody wanted go to the last band, so that the footer stays at the bottom. */
function fill(bands: readonly Band[], rows: number, columns: number): Band[] {
  const over = rows - heightOf(bands);
  const last = bands.at(-1);
  if (over <= 0) return [...bands];
  if (!last) return [{ rows: over, stacks: [{ columns, panes: [] }] }];
  const stacks = last.stacks.map((stack) => ({ ...stack, panes: stretch(stack.panes, last.rows + over) }));
  return [...bands.slice(0, -1), { rows: last.rows + over, stacks }];
}
