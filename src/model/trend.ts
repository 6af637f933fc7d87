import type { MetricId } from './registry.ts';

/** One value per closed or current column of `secondsPerColumn`, oldest first; undefined is a gap and is drawn as a gap. */
export type Trend = {
  readonly metric: MetricId;
  readonly memberId: string;
  readonly secondsPerColumn: number;
  /** Wall ms of the first column's start; columns are aligned to multiples of secondsPerColumn so that they stand still. */
  readonly startAt: number;
  readonly values: readonly (number | undefined)[];
  /** Columns in which a poll of the member failed (drawn as x). */
  readonly failed: readonly boolean[];
  readonly now?: number | undefined;
  readonly max?: number | undefined;
};

/** What a screen wants drawn; the monitor answers for any of them at any moment of its history. */
export type TrendRequest = {
  readonly metric: MetricId;
  readonly memberId: string;
  readonly columns: number;
  readonly secondsPerColumn: number;
};
