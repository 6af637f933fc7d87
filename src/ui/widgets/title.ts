import { width } from '../../text/width.ts';
import type { Line } from '../line.ts';
import { row, span } from './row.ts';

/** What a rule says: the digit that focuses the pane, its name, and notes at the right of which the first ones go first where room is short. */
export type Title = {
  readonly digit?: string | undefined;
  readonly text: string;
  readonly notes?: readonly string[] | undefined;
  /** The focused pane has a rule of `=`, so that it is seen without colour. */
  readonly focused?: boolean | undefined;
};

/** A rule with a title: `-- 1 WAL fsync p99 ms ---- last 4m  now  max  warn>10 --`. */
export function titleLine(title: Title, columns: number): Line {
  const mark = title.focused ? '=' : '-';
  const left = `${mark}${mark} ${title.digit ? `${title.digit} ` : ''}${title.text} `;
  const notes = [...(title.notes ?? [])];
  while (notes.length > 0 && width(left) + width(right(notes, mark)) + 1 > columns) notes.shift();
  const tail = notes.length > 0 ? right(notes, mark) : '';
  const rule = mark.repeat(Math.max(0, columns - width(left) - width(tail)));
  return row(columns, [span(left + rule + tail, title.focused ? 'accent' : 'title')]);
}

function right(notes: readonly string[], mark: string): string {
  return ` ${notes.join('  ')} ${mark}${mark}`;
}
