import type { Levels, MetricEntry } from '../../model/registry.ts';
import type { Tone } from '../line.ts';
import type { Look } from '../look.ts';

/** Rising glyphs per look. On the fixed scale the warning bound is always at the same glyph. */
const ramps: Readonly<Record<Look['glyphs'], string>> = {
  ascii: '.:-=+*#%@',
  block: '\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588',
  braille: '\u2840\u28c0\u28c4\u28e4\u28e6\u28f6\u28f7\u28ff',
};

/** The glyphs of a chart in rising order. */
export function rampOf(look: Look): string {
  return ramps[look.glyphs];
}

export const failedGlyph = 'x';
export const gapGlyph = ' ';

/** Where a value stands: 0 is the lowest glyph; fractions and values beyond the top are cut by whoever draws. */
export type Scale = { readonly kind: 'fixed' | 'auto'; stepOf(value: number): number };

/**
 * The scale of a metric that never moves, so that charts of two members, two days or two terminals compare. Times double per step as etcd's
 * buckets do, the first glyph is below half the warning, the third is beyond it. Counts grow fourfold per step with the warning at the
 * sixth glyph of nine (fifth of eight); shares are linear. Undefined for a metric without bounds.
 */
export function fixedScale(
  entry: Pick<MetricEntry, 'unit'>,
  levels: Levels | undefined,
  look: Look,
): Scale | undefined {
  const warning = levels?.warning ?? levels?.critical;
  const steps = ramps[look.glyphs].length;
  if (entry.unit === 'ratio') return { kind: 'fixed', stepOf: (value) => Math.floor(value * steps) };
  if (warning === undefined || !(warning > 0)) return undefined;
  const counted = entry.unit === 'count' || entry.unit === 'entries';
  const base = counted ? 4 : 2;
  const at = counted ? steps - 4 : 2;
  return {
    kind: 'fixed',
    // The tiny addend lets a value that is exactly a power land on its own step in spite of rounding.
    stepOf: (value) => (value > 0 ? at + Math.floor(Math.log(value / warning) / Math.log(base) + 1e-9) : 0),
  };
}

/** The scale that spans what is visible: of all members of a pane together, so that they compare with each other. */
export function autoScale(values: Iterable<number | undefined>, look: Look): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low;
  const steps = ramps[look.glyphs].length;
  return { kind: 'auto', stepOf: (value) => (range > 0 ? Math.floor(((value - low) / range) * steps) : 0) };
}

/** The glyph of a value; a gap is blank. */
export function glyphOf(value: number | undefined, scale: Scale, look: Look): string {
  if (value === undefined || Number.isNaN(value)) return gapGlyph;
  const ramp = ramps[look.glyphs];
  const step = value === Number.POSITIVE_INFINITY ? ramp.length : scale.stepOf(value);
  return ramp[Math.max(0, Math.min(ramp.length - 1, step))] ?? gapGlyph;
}

/** How a value is painted: by its bounds alone. */
export function toneOf(value: number | undefined, levels: Levels | undefined): Tone {
  if (value === undefined || levels === undefined) return 'plain';
  if (beyond(value, levels.critical, levels.below)) return 'critical';
  return beyond(value, levels.warning, levels.below) ? 'warning' : 'plain';
}

function beyond(value: number, bound: number | undefined, below: boolean | undefined): boolean {
  return bound !== undefined && (below ? value < bound : value > bound);
}
