/** Points of one series within a range, oldest first: times in ms. */
export type Points = { readonly times: readonly number[]; readonly values: readonly number[] };

/**
 * Growth of a counter over the range that ends at `end`, as Prometheus counts it: what was lost at resets is added, and the growth between
 * the first and last point is extrapolated towards the ends of the range, though never below zero. `per` divides it: seconds, for a rate.
 */
export function counterIncrease({ times, values }: Points, start: number, end: number, per = 1): number | undefined {
  const first = values[0];
  const last = values.at(-1);
  const [firstAt, lastAt] = [times[0], times.at(-1)];
  if (values.length < 2 || first === undefined || last === undefined) return undefined;
  if (firstAt === undefined || lastAt === undefined) return undefined;
  let grown = last - first;
  for (let at = 1; at < values.length; at++) {
    const [before, now] = [values[at - 1] ?? 0, values[at] ?? 0];
    if (now < before) grown += before;
  }
  const sampled = (lastAt - firstAt) / 1000;
  const between = sampled / (values.length - 1);
  const toZero = grown > 0 && first >= 0 ? sampled * (first / grown) : Number.POSITIVE_INFINITY;
  const toStart = Math.min((firstAt - start) / 1000, toZero);
  const toEnd = (end - lastAt) / 1000;
  const near = between * 1.1;
  const covered = sampled + (toStart < near ? toStart : between / 2) + (toEnd < near ? toEnd : between / 2);
  // In Prometheus' own order: where a bound is met exactly, the last bit decides.
  return grown * (covered / sampled / per);
}

/** The value `ahead` seconds after `now` on the straight line through the points (predict_linear). */
export function predicted({ times, values }: Points, now: number, ahead: number): number | undefined {
  if (values.length < 2) return undefined;
  const first = values[0] ?? 0;
  if (values.every((value) => value === first)) return first;
  let [sumX, sumY, sumXY, sumXX] = [0, 0, 0, 0];
  values.forEach((value, at) => {
    const x = ((times[at] ?? now) - now) / 1000;
    sumX += x;
    sumY += value;
    sumXY += x * value;
    sumXX += x * x;
  });
  const count = values.length;
  const slope = (sumXY - (sumX * sumY) / count) / (sumXX - (sumX * sumX) / count);
  return slope * ahead + sumY / count - (slope * sumX) / count;
}

/** A quantile of cumulative buckets as histogram_quantile gives it; undefined where that is no number. */
export function bucketQuantile(q: number, buckets: readonly (readonly [number, number])[]): number | undefined {
  const sorted = buckets.toSorted(([a], [b]) => a - b);
  if (sorted.length < 2 || sorted.at(-1)?.[0] !== Number.POSITIVE_INFINITY) return undefined;
  let most = Number.NEGATIVE_INFINITY;
  const rising = sorted.map(([bound, count]): [number, number] => {
    most = Math.max(most, count);
    return [bound, most];
  });
  const all = rising.at(-1)?.[1] ?? 0;
  if (all === 0) return undefined;
  const rank = q * all;
  const found = rising.slice(0, -1).findIndex(([, count]) => count >= rank);
  if (found < 0) return rising.at(-2)?.[0];
  const [end = 0, count = 0] = rising[found] ?? [];
  if (found === 0 && end <= 0) return end;
  const [start, below] = found === 0 ? [0, 0] : (rising[found - 1] ?? [0, 0]);
  return start + (end - start) * ((rank - below) / (count - below));
}
