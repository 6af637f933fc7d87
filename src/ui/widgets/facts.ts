import { width } from '../../text/width.ts';
import type { Line, Span, Tone } from '../line.ts';
import { row, span } from './row.ts';

/** One statement of a line of facts. When the line is full `short` takes its place, and those of lower `rank` give way first. */
export type Fact = {
  readonly text: string;
  readonly short?: string | undefined;
  readonly tone?: Tone | undefined;
  readonly rank: number;
  /** Goes on with the fact before it: one cell between them. */
  readonly close?: boolean | undefined;
};

/** Facts from the left, others at the right edge, two cells between neighbours; shortened, then dropped by rank until they fit; what is over lengthens the first again. */
export function factsLine(left: readonly Fact[], right: readonly Fact[], columns: number): Line {
  const chosen = new Map<Fact, string>([...left, ...right].map((fact) => [fact, fact.text]));
  const byRank = [...chosen.keys()].toSorted((a, b) => a.rank - b.rank);
  const taken = () =>
    [...chosen].reduce((sum, [fact, text]) => sum + (text === '' ? 0 : width(text) + gapOf(fact)), -gap);
  for (const fact of byRank) {
    if (taken() <= columns) break;
    if (fact.short !== undefined) chosen.set(fact, fact.short);
  }
  for (const fact of byRank) {
    if (taken() <= columns) break;
    chosen.delete(fact);
  }
  for (const fact of byRank.toReversed()) {
    const short = chosen.get(fact);
    if (short === undefined || short === fact.text) continue;
    chosen.set(fact, fact.text);
    if (taken() > columns) chosen.set(fact, short);
  }
  const spans = (facts: readonly Fact[]): Span[] =>
    facts
      .filter((fact) => (chosen.get(fact) ?? '') !== '')
      .flatMap((fact, index) => [
        ...(index === 0 ? [] : [span(' '.repeat(gapOf(fact)))]),
        span(chosen.get(fact) ?? '', fact.tone ?? 'plain'),
      ]);
  const [first, last] = [spans(left), spans(right)];
  const blank = columns - widthOf(first) - widthOf(last);
  return row(columns, [...first, span(' '.repeat(Math.max(0, blank))), ...last]);
}

const gap = 2;

const gapOf = ({ close }: Fact): number => (close ? 1 : gap);

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + width(text), 0);
}
