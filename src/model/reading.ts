/** How bad a number is. `unknown` is never drawn, exported or counted as ok. */
export type Level = 'ok' | 'warning' | 'critical' | 'unknown';

/** Why a number is missing; said on screen and in reports instead of a pass. */
export type Unknown =
  | { readonly reason: 'down' }
  | { readonly reason: 'no-metrics' }
  | { readonly reason: 'not-exposed' }
  | { readonly reason: 'collecting'; readonly secondsLeft: number }
  | { readonly reason: 'no-observations' }
  | { readonly reason: 'not-asked' };

/** One registry metric of one member now: the number in its registry unit, its level, and what stands behind it. */
export type Reading = {
  readonly value?: number | undefined;
  readonly level: Level;
  readonly unknown?: Unknown | undefined;
  /** Histograms: observations in the window, and the bucket (low, high] the quantile fell into. */
  readonly observations?: number | undefined;
  readonly bucket?: readonly [number, number] | undefined;
  /** Seconds of history that the value covers; shorter than asked while the window is not yet full. */
  readonly windowSeconds?: number | undefined;
};
