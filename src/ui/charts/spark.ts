import type { Levels } from '../../model/registry.ts';
import type { Trend } from '../../model/trend.ts';
import type { Span } from '../line.ts';
import type { Look } from '../look.ts';
import { failedGlyph, gapGlyph, glyphOf, type Scale, toneOf } from './ramp.ts';

/**
 * One glyph per column of the trend, newest at the right, exactly `columns` wide. The trend's columns are aligned to the clock and only its
 * last one is open: the chart stands still until a column closes.
 */
export function sparkSpans(
  trend: Trend,
  columns: number,
  scale: Scale,
  levels: Levels | undefined,
  look: Look,
): readonly Span[] {
  const spans: { text: string; tone: Span['tone'] }[] = [];
  const first = trend.values.length - columns;
  for (let column = 0; column < columns; column++) {
    const value = trend.values[first + column];
    const failed = trend.failed[first + column] === true;
    const text = failed ? failedGlyph : glyphOf(value, scale, look);
    const tone = failed ? 'critical' : toneOf(value, levels);
    const last = spans.at(-1);
    // A blank has no colour of its own: it never splits a run.
    if (last && (last.tone === tone || text === gapGlyph)) last.text += text;
    else spans.push({ text, tone });
  }
  return spans;
}

/** Seconds that one column stands for: the shortest round step with which `columns` reach back `spanSeconds` and no column is empty. */
export function columnSeconds(columns: number, spanSeconds: number, intervalSeconds: number): number {
  // Two polls per column at least: with one, a late poll would look like a gap.
  const least = Math.max(spanSeconds / Math.max(1, columns), 2 * intervalSeconds);
  return steps.find((step) => step >= least) ?? Math.ceil(least / 3600) * 3600;
}

const steps = [1, 2, 4, 5, 6, 8, 10, 12, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600];
