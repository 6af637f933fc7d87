import type { Where } from './metric-set.ts';
import type { StatusSample } from './sample.ts';

/** How a number is read from one raw sample or a pair of them. Data, so that parser, view and exporter read the same row. */
export type Recipe =
  /** The value of a gauge; several series are added up. One that `appears` is on no page before it first counts something. */
  | {
      readonly kind: 'gauge';
      readonly family: string;
      readonly where?: Where | undefined;
      readonly appears?: boolean | undefined;
    }
  /** Per-second increase of a counter over the window; one that `persists` goes on after a restart instead of starting at 0. */
  | {
      readonly kind: 'rate';
      readonly family: string;
      readonly where?: Where | undefined;
      readonly window?: Window | undefined;
      readonly persists?: boolean | undefined;
    }
  /** Increase of a counter over the window, resets counted as the new value. */
  | {
      readonly kind: 'increase';
      readonly family: string;
      readonly where?: Where | undefined;
      readonly window?: Window | undefined;
    }
  /** Quantile `q` of a histogram's bucket deltas over the window; without the series whose label `peer` names a member that was away in it. */
  | {
      readonly kind: 'quantile';
      readonly q: number;
      readonly family: string;
      readonly where?: Where | undefined;
      readonly peer?: string | undefined;
      readonly window?: Window | undefined;
    }
  /** A number of Maintenance.Status. */
  | { readonly kind: 'status'; readonly field: StatusNumber }
  /** `over` divided by `under`; unknown when `under` is 0. */
  | { readonly kind: 'ratio'; readonly over: Recipe; readonly under: Recipe }
  /** `left` minus `right`, never below 0. */
  | { readonly kind: 'difference'; readonly left: Recipe; readonly right: Recipe }
  /** The first recipe that yields a number. */
  | { readonly kind: 'first'; readonly of: readonly Recipe[] }
  /** How far this member is behind the furthest reachable member in a Status number of the same tick. */
  | { readonly kind: 'behind'; readonly field: 'raftIndex' | 'appliedIndex' | 'revision' }
  /** Seconds from a gauge that holds a unix time to the sample's own time; a gauge of 0 is unknown. */
  | { readonly kind: 'since'; readonly family: string }
  /** Bytes per second by which the database grows; `of` is its size. */
  | { readonly kind: 'growth'; readonly of: Recipe }
  /** Seconds until the database, growing so, reaches its quota. */
  | { readonly kind: 'untilFull'; readonly size: Recipe; readonly quota: Recipe }
  /** Seconds of the slow clock's linearizable read. */
  | { readonly kind: 'linearizable' };

/** Seconds of history a recipe wants; `at-least` widens the screen's window, `exactly` ignores it. */
export type Window = { readonly atLeast: number } | { readonly exactly: number };

export type StatusNumber = Extract<
  keyof StatusSample,
  'raftIndex' | 'appliedIndex' | 'revision' | 'term' | 'dbSizeBytes' | 'dbInUseBytes' | 'quotaBytes' | 'rttSeconds'
>;

export const gauge = (family: string, where?: Where): Recipe => ({ kind: 'gauge', family, where });
export const rate = (family: string, where?: Where, window?: Window): Recipe => ({
  kind: 'rate',
  family,
  where,
  window,
});
export const indexRate = (family: string): Recipe => ({ kind: 'rate', family, persists: true });
export const increase = (family: string, window?: Window): Recipe => ({ kind: 'increase', family, window });
export const quantile = (q: number, family: string, window?: Window, where?: Where): Recipe => ({
  kind: 'quantile',
  q,
  family,
  where,
  window,
});
/** As quantile, of what was observed of peers, which the label `peer` names. */
export const quantileOfPeers = (q: number, family: string, peer: string, window?: Window): Recipe => ({
  kind: 'quantile',
  q,
  family,
  peer,
  window,
});
export const status = (field: StatusNumber): Recipe => ({ kind: 'status', field });
export const ratio = (over: Recipe, under: Recipe): Recipe => ({ kind: 'ratio', over, under });
export const difference = (left: Recipe, right: Recipe): Recipe => ({ kind: 'difference', left, right });
export const first = (...of: readonly Recipe[]): Recipe => ({ kind: 'first', of });
export const behind = (field: 'raftIndex' | 'appliedIndex' | 'revision'): Recipe => ({ kind: 'behind', field });
export const since = (family: string): Recipe => ({ kind: 'since', family });
export const growth = (of: Recipe): Recipe => ({ kind: 'growth', of });
export const untilFull = (size: Recipe, quota: Recipe): Recipe => ({ kind: 'untilFull', size, quota });
export const linearizable: Recipe = { kind: 'linearizable' };

/** Minutes in seconds, for windows. */
export const minutes = (count: number): number => count * 60;

/** The exposition families a recipe reads; histograms by their base name. */
export function familiesOf(recipe: Recipe): readonly string[] {
  switch (recipe.kind) {
    case 'gauge':
    case 'rate':
    case 'increase':
    case 'quantile':
    case 'since':
      return [recipe.family];
    case 'ratio':
      return [...familiesOf(recipe.over), ...familiesOf(recipe.under)];
    case 'difference':
      return [...familiesOf(recipe.left), ...familiesOf(recipe.right)];
    case 'first':
      return recipe.of.flatMap(familiesOf);
    case 'growth':
      return familiesOf(recipe.of);
    case 'untilFull':
      return [...familiesOf(recipe.size), ...familiesOf(recipe.quota)];
    case 'status':
    case 'behind':
    case 'linearizable':
      return [];
  }
}
