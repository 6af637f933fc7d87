import { type BucketIncrease, bucketIncreaseOf, type Pair } from './increase.ts';
import { addBuckets } from './quantile.ts';
import { readAt, restartedBetween } from './restart.ts';
import type { ClusterSample } from './sample.ts';

/** What a histogram of one member observed in the last seconds before a sample, and how many seconds of pages that stands on. */
export type HistogramWindow = { readonly buckets: BucketIncrease; readonly seconds: number };

/** Reads `family` from the samples up to `number` that lie within `windowSeconds`; undefined without two pages to compare. */
export function histogramWindow(
  samples: { readonly oldest: number; sampleAt(number: number): ClusterSample | undefined },
  memberId: string,
  family: string,
  windowSeconds: number,
  number: number,
): HistogramWindow | undefined {
  const pageAt = (at: number) => {
    const sample = samples.sampleAt(at);
    const page = sample?.members.find(({ id }) => id === memberId)?.metrics;
    return sample && page && { page, at: readAt(sample, page) };
  };
  const last = pageAt(number);
  if (!last) return undefined;
  let buckets: BucketIncrease | undefined;
  let to = last;
  for (let at = number - 1; at >= Math.max(0, samples.oldest); at--) {
    const from = pageAt(at);
    // A page that a daemon gave on stands in several samples.
    if (!from || (from.page.relay && from.page.mono === to.page.mono)) continue;
    // Half an interval of slack, for polls that came a little early.
    const seconds = (last.page.mono - from.page.mono) / 1000;
    const onlyPair = last.page.relay !== undefined && to === last;
    if ((seconds > windowSeconds + 0.5 && !onlyPair) || from.page.mono >= to.page.mono) break;
    const restarted = restartedBetween(from.page.set, to.page.set, from.at);
    const pair: Pair = { from: from.page.set, to: to.page.set, restarted };
    const step = bucketIncreaseOf(pair, family);
    const sum = step && buckets ? addBuckets(buckets, step) : step;
    if (!sum) break;
    buckets = sum;
    to = from;
  }
  return buckets && { buckets, seconds: (last.page.mono - to.page.mono) / 1000 };
}
