import { breaksBetween } from './break.ts';
import type { ClusterSample } from './sample.ts';
import { shareLists } from './share.ts';

/** One hour of seven members at two seconds. */
export const defaultMemberSamples = 1800 * 7;

/** The ring of raw samples, numbered from 0 as they come; bounded by samples times members, the oldest go first. */
export type History = {
  push(sample: ClusterSample): number;
  /** -1 while there is none. */
  readonly oldest: number;
  readonly newest: number;
  at(number: number): ClusterSample | undefined;
  /** The first number that may be compared with `number`: nothing between them is a break. */
  comparableFrom(number: number): number;
  /** The first comparable number not before monotonic time `mono`. */
  since(mono: number, number: number): number;
  /** The last number up to `limit` at or before wall time `at`, clamped to what is held. */
  numberAt(at: number, limit?: number): number;
  /** The first number from which the wall clock runs forward without a step back to `number`. */
  forwardFrom(number: number): number;
};

export function createHistory(memberSamples = defaultMemberSamples): History {
  /** Dropped samples leave holes until enough of them make a splice worth it. */
  const held: (ClusterSample | undefined)[] = [];
  let dropped = 0;
  let oldest = -1;
  let weight = 0;
  /** First numbers of stretches without a break, and of stretches in which the wall clock runs forward; ascending. */
  const comparable: number[] = [];
  const forward: number[] = [];

  const newest = () => held.length + dropped - 1;
  const at = (number: number) => (number < oldest ? undefined : held[number - dropped]);
  const startOf = (starts: readonly number[], number: number) =>
    Math.max(oldest, starts.findLast((start) => start <= number) ?? oldest);

  function drop() {
    while (weight > memberSamples && oldest < newest()) {
      weight -= weightOf(at(oldest));
      held[oldest - dropped] = undefined;
      oldest += 1;
    }
    for (const starts of [comparable, forward]) while ((starts[1] ?? Infinity) <= oldest) starts.shift();
    if (oldest - dropped < 256 || oldest - dropped < held.length / 2) return;
    held.splice(0, oldest - dropped);
    dropped = oldest;
  }

  /** The first number in [from, to] whose value reaches `wanted`; `to + 1` when none does. */
  function search(from: number, to: number, wanted: number, read: (sample: ClusterSample) => number): number {
    let low = from;
    let high = to + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const sample = at(middle);
      if (sample && read(sample) >= wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    push(sample) {
      const before = at(newest());
      const shared = shareLists(sample, before);
      const number = newest() + 1;
      if (!before || breaksBetween(before, sample)) comparable.push(number);
      if (!before || sample.at < before.at) forward.push(number);
      held.push(shared);
      weight += weightOf(shared);
      if (oldest < 0) oldest = 0;
      drop();
      return number;
    },
    get oldest() {
      return oldest;
    },
    get newest() {
      return newest();
    },
    at,
    comparableFrom: (number) => startOf(comparable, number),
    since: (mono, number) => search(startOf(comparable, number), number, mono, (sample) => sample.mono),
    numberAt(wanted, limit = newest()) {
      const run = forward.findLast(
        (start) => start <= limit && (at(Math.max(start, oldest))?.at ?? Infinity) <= wanted,
      );
      if (run === undefined) return oldest;
      const next = forward.find((start) => start > run) ?? Infinity;
      return search(Math.max(run, oldest), Math.min(limit, next - 1), wanted + 1, (sample) => sample.at) - 1;
    },
    forwardFrom: (number) => startOf(forward, number),
  };
}

function weightOf(sample: ClusterSample | undefined): number {
  return Math.max(1, sample?.members.length ?? 1);
}
