import type { BucketIncrease } from './increase.ts';

/** A quantile and what it stands on. `bucket` is (low, high]; high is Infinity when it lies beyond the last finite bound. */
export type Quantile = {
  readonly value: number;
  readonly observations: number;
  readonly bucket: readonly [number, number];
};

/**
 * Quantile `q` of observations per bucket, by linear interpolation within the bucket as Prometheus' histogram_quantile does; what lies
 * beyond the last finite bound is that bound. Undefined without observations.
 */
export function quantileOf({ bounds, counts }: BucketIncrease, q: number): Quantile | undefined {
  const observations = counts.reduce((sum, count) => sum + count, 0);
  if (observations <= 0) return undefined;
  const rank = q * observations;
  let below = 0;
  let at = counts.findIndex((count) => {
    below += count;
    return count > 0 && below >= rank;
  });
  if (at < 0) at = counts.findLastIndex((count) => count > 0);
  const inside = counts[at] ?? 0;
  below -= inside;
  const low = at === 0 ? Math.min(0, bounds[0] ?? 0) : (bounds[at - 1] ?? 0);
  const high = bounds[at] ?? Number.POSITIVE_INFINITY;
  const value = high === Number.POSITIVE_INFINITY ? low : low + (high - low) * ((rank - below) / inside);
  return { value, observations, bucket: [low, high] };
}

/** How many observations lie above `bound`, those of the bucket that holds the bound in proportion. */
export function observationsAbove({ bounds, counts }: BucketIncrease, bound: number): number {
  let above = 0;
  counts.forEach((count, at) => {
    const low = at === 0 ? 0 : (bounds[at - 1] ?? 0);
    const high = bounds[at] ?? Number.POSITIVE_INFINITY;
    if (low >= bound) above += count;
    else if (high > bound) above += high === Number.POSITIVE_INFINITY ? 0 : (count * (high - bound)) / (high - low);
  });
  return above;
}

/** Two spans of the same histogram added up; undefined when their bounds differ. */
export function addBuckets(a: BucketIncrease, b: BucketIncrease): BucketIncrease | undefined {
  if (a.bounds.length !== b.bounds.length || a.bounds.some((bound, at) => bound !== b.bounds[at])) return undefined;
  return { bounds: a.bounds, counts: a.counts.map((count, at) => count + (b.counts[at] ?? 0)) };
}
