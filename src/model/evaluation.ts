import type { History } from './history.ts';
import type { BucketIncrease } from './increase.ts';
import type { Reading, Unknown } from './reading.ts';
import type { Window } from './recipe.ts';
import type { ClusterSample, MemberSample } from './sample.ts';
import type { Stretch } from './stretch.ts';

/** What a recipe yields: a reading without its level, the observations behind a quantile, the events behind a rate or a share. */
export type Evaluation = Omit<Reading, 'level'> & {
  readonly buckets?: BucketIncrease | undefined;
  readonly events?: number | undefined;
};

/** Where a recipe is read: one member in one sample, and the member's pages over a window before it. */
export type Scope = {
  readonly history: History;
  readonly number: number;
  readonly cluster: ClusterSample;
  readonly member: MemberSample;
  stretch(window: Window | undefined): Stretch | undefined;
  /** Members that were silent for a while within the window. */
  away(window: Window | undefined): readonly string[];
  /** Seconds that a recipe's window stands for here. */
  windowSeconds(window: Window | undefined): number;
};

export const found = (value: number): Evaluation => ({ value });

export function unknown(reason: Exclude<Unknown['reason'], 'collecting'>): Evaluation {
  return unknowns[reason];
}

export const collecting = (secondsLeft: number): Evaluation => ({ unknown: { reason: 'collecting', secondsLeft } });

const unknowns = {
  down: { unknown: { reason: 'down' } },
  'no-metrics': { unknown: { reason: 'no-metrics' } },
  'not-exposed': { unknown: { reason: 'not-exposed' } },
  'no-observations': { unknown: { reason: 'no-observations' } },
  'not-asked': { unknown: { reason: 'not-asked' } },
} as const;
