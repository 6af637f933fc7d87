import type { MetricSet, Where } from './metric-set.ts';
import { histogramIndex, keyIndex, seriesIndex } from './series-index.ts';

/** Two reads of one member's page, `restarted` when its process is known to have restarted in between. */
export type Pair = { readonly from: MetricSet; readonly to: MetricSet; readonly restarted: boolean };

/** By how much the counters of a family grew; after a reset the new value is the growth, as PromQL counts. Never negative. */
export function increaseOf(pair: Pair, family: string, where?: Where): number | undefined {
  if (seriesIndex(pair.to.shape, family).length === 0 || seriesIndex(pair.from.shape, family).length === 0)
    return undefined;
  const series = seriesIndex(pair.to.shape, family, where);
  let sum: number | undefined = series.length === 0 ? 0 : undefined;
  for (const index of series) {
    const grown = seriesIncrease(pair, index, pair.restarted);
    if (grown !== undefined) sum = (sum ?? 0) + grown;
  }
  return sum;
}

/** What a histogram observed between two reads: observations per bucket (not cumulative). */
export type BucketIncrease = { readonly bounds: readonly number[]; readonly counts: readonly number[] };

/** Undefined when a page lacks the histogram or its bucket bounds differ: such a pair says nothing. One with labels may be new on the second page. */
export function bucketIncreaseOf(pair: Pair, family: string, where?: Where): BucketIncrease | undefined {
  const to = histogramIndex(pair.to.shape, family, where);
  if (!to || !sameBounds(pair, to.bounds, family, where)) return undefined;
  const restarted = pair.restarted || countsFell(pair, to.buckets);
  const counts: number[] = [];
  let below = 0;
  for (const bucket of to.buckets) {
    let cumulative = 0;
    // Hundreds of times a refresh: an iterator of a typed array gives an object per step.
    for (let at = 0; at < bucket.length; at += 1) cumulative += seriesIncrease(pair, bucket[at] ?? 0, restarted) ?? 0;
    counts.push(Math.max(0, cumulative - below));
    below = Math.max(below, cumulative);
  }
  return { bounds: to.bounds, counts };
}

function sameBounds(pair: Pair, bounds: readonly number[], family: string, where: Where | undefined): boolean {
  if (pair.from.shape === pair.to.shape) return true;
  const before = histogramIndex(pair.from.shape, family, where);
  if (before === undefined) return isLabelled(pair.to, family);
  return before.bounds.length === bounds.length && before.bounds.every((bound, at) => bound === bounds[at]);
}

/** Those appear when they first observe, as the round trips to a peer do; one without labels is on every whole page. */
function isLabelled({ shape }: MetricSet, family: string): boolean {
  return (shape.families.get(`${family}_bucket`) ?? []).some(({ labels }) => Object.keys(labels).length > 1);
}

/** One bucket that fell means that the whole histogram started again: its other buckets may have outgrown their old counts. */
function countsFell(pair: Pair, buckets: readonly Int32Array[]): boolean {
  return buckets.some((bucket) =>
    bucket.some((index) => {
      const before = valueBefore(pair, index);
      const now = pair.to.values[index];
      return before !== undefined && now !== undefined && now < before;
    }),
  );
}

function seriesIncrease(pair: Pair, index: number, restarted: boolean): number | undefined {
  const now = pair.to.values[index];
  if (now === undefined || Number.isNaN(now)) return undefined;
  if (restarted) return Math.max(0, now);
  const before = valueBefore(pair, index);
  if (before === undefined) return Math.max(0, now);
  if (Number.isNaN(before)) return undefined;
  return now < before ? Math.max(0, now) : now - before;
}

/** A series absent before was at 0: etcd's counters with labels appear when they first count. */
function valueBefore(pair: Pair, index: number): number | undefined {
  if (pair.from.shape === pair.to.shape) return pair.from.values[index];
  const key = pair.to.shape.keys[index];
  const at = key === undefined ? undefined : keyIndex(pair.from.shape, key);
  return at === undefined ? undefined : pair.from.values[at];
}
