import type { ClusterSample } from './sample.ts';

/** From which sample on something had a value. `previousAt` is the wall ms of the sample before: the last time it was otherwise. */
export type Change<T> = {
  readonly number: number;
  readonly at: number;
  readonly mono: number;
  readonly previousAt?: number | undefined;
  readonly value: T;
};

/** A value over the samples, kept as its changes, so that it can be asked for at any sample held. */
export type Timeline<T> = {
  record(number: number, sample: ClusterSample, value: T): void;
  at(number: number): Change<T> | undefined;
  /** Changes up to sample `number`, oldest first. */
  upTo(number: number): readonly Change<T>[];
  /** Drops what no sample from `number` on needs. */
  forgetBefore(number: number): void;
};

/** Keeps at most `bound` changes. */
export function createTimeline<T>(same: (a: T, b: T) => boolean, bound = 2000): Timeline<T> {
  const changes: Change<T>[] = [];
  let previousAt: number | undefined;
  return {
    record(number, sample, value) {
      const last = changes.at(-1);
      if (!last || !same(last.value, value)) {
        changes.push({ number, at: sample.at, mono: sample.mono, previousAt, value });
        if (changes.length > bound) changes.shift();
      }
      previousAt = sample.at;
    },
    at: (number) => changes.findLast((change) => change.number <= number),
    upTo(number) {
      const end = changes.findLastIndex((change) => change.number <= number) + 1;
      return end === changes.length ? changes : changes.slice(0, end);
    },
    forgetBefore(number) {
      const needed = changes.findLastIndex((change) => change.number <= number);
      if (needed >= 256) changes.splice(0, needed);
    },
  };
}
