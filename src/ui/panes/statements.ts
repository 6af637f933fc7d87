import type { Line, Tone } from '../line.ts';
import { row, span } from '../widgets/row.ts';
import { wrapText } from '../widgets/wrap.ts';

/** A cleaned text that takes one line or several. */
export type Paragraph = {
  readonly first: string;
  readonly indent: string;
  readonly text: string;
  readonly tone: Tone;
};

/** What is wrong in a head, and what more there is to say, the first step first; a lower rank is worse. */
export type Statement = { readonly rank: number; readonly head: Paragraph; readonly more: readonly Paragraph[] };

/**
 * Statements in `rows` lines: the worst with its first step, then the heads of the others, then the second lines of heads, then what more
 * there is to say, statement by statement; `left` counts those without a line.
 */
export function fitStatements(
  statements: readonly Statement[],
  rows: number,
  columns: number,
): { readonly lines: Line[]; readonly left: number } {
  const paragraphs = statements.flatMap(({ head, more }, index) => [
    { ...wrapped(head, columns), index, first: index === 0 ? 0 : 2, later: 3 },
    ...more.map((one, at) => {
      const next = index === 0 && at === 0;
      return { ...wrapped(one, columns), index, first: next ? 1 : 4, later: next ? 3 : 4 };
    }),
  ]);
  const wishes = paragraphs.flatMap(({ pieces, first, later }, at) =>
    pieces.map((_, piece) => ({ at, priority: piece === 0 ? first : later })),
  );
  const granted = new Map<number, number>();
  for (const { at } of wishes.toSorted((a, b) => a.priority - b.priority).slice(0, Math.max(0, rows)))
    granted.set(at, (granted.get(at) ?? 0) + 1);
  const lines = paragraphs.flatMap((paragraph, at) => linesOf(paragraph, granted.get(at) ?? 0, columns));
  const shown = new Set(paragraphs.flatMap(({ index }, at) => (granted.has(at) ? [index] : [])));
  return { lines, left: statements.length - shown.size };
}

type Wrapped = { readonly paragraph: Paragraph; readonly pieces: readonly string[] };

function wrapped(paragraph: Paragraph, columns: number): Wrapped {
  return { paragraph, pieces: wrapText(paragraph.text, columns - paragraph.indent.length) };
}

/** The last line that was granted holds the rest, cut where the line ends. */
function linesOf({ paragraph, pieces }: Wrapped, granted: number, columns: number): Line[] {
  const { first, indent, tone } = paragraph;
  return pieces.slice(0, granted).map((piece, at) => {
    const text = at === granted - 1 ? pieces.slice(at).join(' ') : piece;
    return row(columns, [span(`${at === 0 ? first : indent}${text}`, tone)]);
  });
}
