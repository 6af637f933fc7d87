import type { PaneId } from '../pane-id.ts';

/** Panes over the whole width, in stacks beside each other. */
export type Band = { readonly rows: number; readonly stacks: readonly Stack[] };
export type Stack = { readonly columns: number; readonly panes: readonly Slot[] };
export type Slot = { readonly pane: PaneId; readonly rows: number };

/** Cells between panes that stand beside each other: ` | `. */
export const gutter = 3;

/** A band of these stacks in equal widths, the first ones a cell wider where it does not divide; nothing where no stack holds a pane. */
export function band(columns: number, rows: number, ...stacks: readonly (readonly Slot[])[]): Band[] {
  const filled = stacks.filter((stack) => stack.length > 0);
  if (rows <= 0 || filled.length === 0) return [];
  const room = columns - gutter * (filled.length - 1);
  const share = Math.floor(room / filled.length);
  const widthOf = (index: number) => share + (index < room % filled.length ? 1 : 0);
  return [{ rows, stacks: filled.map((panes, index) => ({ columns: widthOf(index), panes: stretch(panes, rows) })) }];
}

export function heightOf(parts: readonly { readonly rows: number }[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

/** The last pane of a stack takes what its neighbour is taller by. */
export function stretch(slots: readonly Slot[], rows: number): readonly Slot[] {
  const last = slots.at(-1);
  return last ? [...slots.slice(0, -1), { ...last, rows: last.rows + rows - heightOf(slots) }] : [];
}

/** Rows to give away: each taker gets between `least` and `most` in all, or keeps what it has when not even `least` is left; says whether it grew. */
export function purseOf(rows: number) {
  const given = new Map<string, number>();
  let left = rows;
  return {
    take(name: string, least: number, most = least): boolean {
      const has = given.get(name) ?? 0;
      const height = Math.min(most, has + left);
      if (height < least || height <= has) return false;
      left -= height - has;
      given.set(name, height);
      return true;
    },
    of: (name: string): number => given.get(name) ?? 0,
  };
}
