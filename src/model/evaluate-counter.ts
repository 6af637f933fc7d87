import { collecting, type Evaluation, type Scope, unknown } from './evaluation.ts';
import { type BucketIncrease, bucketIncreaseOf, increaseOf, type Pair } from './increase.ts';
import type { Where } from './metric-set.ts';
import { addBuckets, quantileOf } from './quantile.ts';
import type { Recipe } from './recipe.ts';
import { seriesIndex, total } from './series-index.ts';
import type { Stretch } from './stretch.ts';

type Of<Kind extends Recipe['kind']> = Extract<Recipe, { kind: Kind }>;

/** Growth of a counter over its window, in its own unit. */
export function evaluateIncrease(recipe: Of<'increase'>, scope: Scope): Evaluation {
  return overStretch(recipe.family, recipe.window, scope, ({ pairs, seconds }) => {
    const grown = sumOfPairs(pairs, (pair) => increaseOf(pair, recipe.family, recipe.where));
    return grown === undefined ? undefined : { value: grown, events: grown, windowSeconds: seconds };
  });
}

/** Growth per second over its window. */
export function evaluateRate(recipe: Of<'rate'>, scope: Scope): Evaluation {
  return overStretch(recipe.family, recipe.window, scope, ({ pairs, seconds }) => {
    const grown = recipe.persists
      ? growthOfIndex(pairs, recipe.family)
      : sumOfPairs(pairs, (pair) => increaseOf(pair, recipe.family, recipe.where));
    return grown === undefined || seconds <= 0
      ? undefined
      : { value: grown / seconds, events: grown, windowSeconds: seconds };
  });
}

/** Quantile of what a histogram observed over its window. */
export function evaluateQuantile(recipe: Of<'quantile'>, scope: Scope): Evaluation {
  const where = withoutAway(recipe, scope);
  return overStretch(`${recipe.family}_bucket`, recipe.window, scope, ({ pairs, seconds }) => {
    let buckets: BucketIncrease | undefined;
    for (const pair of pairs) {
      const seen = bucketIncreaseOf(pair, recipe.family, where);
      if (seen) buckets = buckets ? (addBuckets(buckets, seen) ?? seen) : seen;
    }
    if (!buckets) return where === recipe.where ? undefined : unknown('no-observations');
    const read = quantileOf(buckets, recipe.q);
    return read ? { ...read, buckets, windowSeconds: seconds } : unknown('no-observations');
  });
}

function withoutAway({ where, peer, window }: Of<'quantile'>, scope: Scope): Where | undefined {
  const away = peer === undefined ? [] : scope.away(window);
  return peer === undefined || away.length === 0 ? where : { ...where, [peer]: { not: away } };
}

function overStretch(
  family: string,
  window: Of<'rate'>['window'],
  scope: Scope,
  read: (stretch: Stretch) => Evaluation | undefined,
): Evaluation {
  const { member, cluster } = scope;
  if (!member.metrics) return unknown(member.status ? 'no-metrics' : 'down');
  if (seriesIndex(member.metrics.set.shape, family).length === 0) return unknown('not-exposed');
  const stretch = scope.stretch(window);
  return (stretch && read(stretch)) ?? collecting(cluster.intervalSeconds);
}

function sumOfPairs(pairs: readonly Pair[], of: (pair: Pair) => number | undefined): number | undefined {
  let sum: number | undefined;
  for (const pair of pairs) {
    const grown = of(pair);
    if (grown !== undefined) sum = (sum ?? 0) + grown;
  }
  return sum;
}

/** A raft index goes on where it was; right after a start it reads 0 until the log is loaded, which says nothing. */
function growthOfIndex(pairs: readonly Pair[], family: string): number | undefined {
  const first = pairs.map((pair) => total(pair.from, family)).find((index) => index !== undefined && index > 0);
  const end = pairs.at(-1)?.to;
  const last = end && total(end, family);
  return first === undefined || !last ? undefined : Math.max(0, last - first);
}
