import type { CheckId } from '../check-id.ts';
import type { Recipe } from '../recipe.ts';
import type { Unit } from '../unit.ts';

/** One metric, every consumer: parser, column, threshold, finding, exporter and README row all read this. */
export type MetricEntry = {
  readonly title: string;
  /** What the title may shrink to in a line that is too short for it. */
  readonly brief?: string | undefined;
  readonly unit: Unit;
  readonly from: Recipe;
  readonly column?: Column | undefined;
  readonly levels?: Levels | undefined;
  /** Bad when small: bounds that the configuration gives are lower ones. For entries without levels, which say it themselves. */
  readonly below?: true | undefined;
  /** The check that turns a breached level into a finding. */
  readonly check?: LevelCheck | undefined;
  /** The check of another kind that goes by these levels too. */
  readonly judgedBy?: CheckId | undefined;
  /** First etcd release that exposes it, where that is not 3.4.0. */
  readonly sinceVersion?: string | undefined;
  /** What etcd must be told to expose it, where that is not the default. */
  readonly needs?: string | undefined;
  readonly help: string;
};

/** A column of the member table; a higher `weight` survives longer when the terminal narrows. */
export type Column = {
  readonly header: string;
  readonly width: number;
  readonly weight: number;
  /** Where the column's scale is not the unit's usual one: a rate per hour, seconds as a time span. */
  readonly show?: 'perHour' | 'duration' | undefined;
};

/** Bounds in the metric's unit; a value beyond (above unless `below`) reaches the level. */
export type Levels = {
  readonly warning?: number | undefined;
  readonly critical?: number | undefined;
  readonly below?: boolean | undefined;
  /** Below so many events in the window no bound of a rate or a share counts as breached; for quantiles, observations beyond the bound (2). */
  readonly least?: number | undefined;
};

/** How a breached level becomes a finding. */
export type LevelCheck = {
  readonly id: CheckId;
  /** What to do, one sentence. */
  readonly remedy: string;
  /** Where the bounds come from. */
  readonly source: string;
  /** How long it must hold before it is an alert; 0 unless given. */
  readonly forSeconds?: number | undefined;
  /** Few slow observations can make the number for the length of the window. */
  readonly outlastsWindow?: true | undefined;
  /** How long it must be gone before the alert ends; ten seconds unless given. */
  readonly clearSeconds?: number | undefined;
};
