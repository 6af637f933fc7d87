import { clean, cleanAscii } from '../../text/clean.ts';
import { fit, width } from '../../text/width.ts';
import type { Line, Span, Tone } from '../line.ts';
import type { Look } from '../look.ts';

/** Text from outside, made fit for this terminal: the only door into a Span. */
export function foreign(text: string | undefined, look: Look): string {
  return text === undefined ? '' : look.glyphs === 'ascii' ? cleanAscii(text) : clean(text);
}

/** A run of cells as it is; the text is our own or went through `foreign`. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** A run of exactly `columns` cells. */
export function cell(text: string, columns: number, tone: Tone = 'plain', align: 'left' | 'right' = 'left'): Span {
  return { text: fit(text, columns, align), tone };
}

/** A line of exactly `columns` cells: what is too long ends in `~`, what is short is padded, neighbours of one tone are one span. */
export function row(columns: number, spans: readonly Span[]): Line {
  const line: Span[] = [];
  let left = columns;
  for (const next of spans) {
    if (left <= 0) break;
    const taken = width(next.text);
    append(line, taken <= left ? next : { text: fit(next.text, left), tone: next.tone });
    left -= taken;
  }
  if (left > 0) append(line, { text: ' '.repeat(left), tone: line.at(-1)?.tone ?? 'plain' });
  return line;
}

/** Exactly `rows` lines: the surplus is dropped, the rest is blank. */
export function block(lines: readonly Line[], rows: number, columns: number): Line[] {
  const exact = lines.slice(0, Math.max(0, rows));
  while (exact.length < rows) exact.push(row(columns, []));
  return exact;
}

/** Two blocks next to each other, ` | ` between them, the shorter one filled up; both are `wide` cells wide. */
export function besideEachOther(left: readonly Line[], right: readonly Line[], wide: number, columns: number): Line[] {
  const high = Math.max(left.length, right.length);
  const filled = block(right, high, wide);
  return block(left, high, wide).map((line, index) =>
    row(columns, [...line, span(' | ', 'dim'), ...(filled[index] ?? [])]),
  );
}

function append(line: Span[], next: Span): void {
  const last = line.at(-1);
  if (next.text === '') return;
  if (last?.tone === next.tone) line[line.length - 1] = { text: last.text + next.text, tone: last.tone };
  else line.push(next);
}
