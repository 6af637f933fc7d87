import type { Labels } from '../metric-set.ts';
import type { Comparison, Expression, Operator, Selector } from './expression.ts';
import { lookbackSeconds } from './expression.ts';
import { bucketQuantile, counterIncrease, type Points, predicted } from './ranges.ts';
import { hasLabels, labelsKey, type SeriesStore, type StoredSeries } from './series-store.ts';

/** What an expression yields at one moment: one number per set of labels. */
export type Vector = readonly { readonly labels: Labels; readonly value: number }[];

/** The value of an expression at wall ms `at`, as Prometheus 2 computes it (ranges hold both their ends). */
export function evaluateExpression(expression: Expression, store: SeriesStore, at: number): Vector {
  const read = (part: Expression) => evaluateExpression(part, store, at);
  switch (expression.kind) {
    case 'select':
      return each(expression, store, (series) => latest(series, at - offsetOf(expression), lookbackSeconds));
    case 'over':
      return over(expression, store, at);
    case 'increaseOf':
      return overSubquery(expression, store, at);
    case 'predict':
      return each(expression.of, store, (series) => {
        const end = at - offsetOf(expression.of);
        return predicted(pointsOf(series, end - expression.seconds * 1000, end), at, expression.ahead);
      });
    case 'aggregate':
      return aggregate(expression, read(expression.of));
    case 'quantile':
      return quantiles(expression.q, read(expression.of));
    case 'compare': {
      const holds = comparisons[expression.how];
      const kept = pair(read(expression.left), side(expression.right, read), (left, right) =>
        expression.bool ? Number(holds(left, right)) : holds(left, right) ? left : undefined,
      );
      return kept;
    }
    case 'calculate':
      return pair(read(expression.left), side(expression.right, read), operators[expression.how]);
    case 'or': {
      const left = read(expression.left);
      const has = new Set(left.map(({ labels }) => labelsKey(labels)));
      return [...left, ...read(expression.right).filter(({ labels }) => !has.has(labelsKey(labels)))];
    }
    case 'and': {
      const has = new Set(read(expression.right).map(({ labels }) => labelsKey(labels)));
      return read(expression.left).filter(({ labels }) => has.has(labelsKey(labels)));
    }
    case 'absent':
      return read(expression.of).length === 0 ? [{ labels: noLabels, value: 1 }] : [];
  }
}

const noLabels: Labels = {};

const comparisons: Readonly<Record<Comparison, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

const operators: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

const offsetOf = ({ offset = 0 }: Selector) => offset * 1000;

function side(part: Expression | number, read: (part: Expression) => Vector): Vector | number {
  return typeof part === 'number' ? part : read(part);
}

/** Both sides by equal labels; what has no partner is left out. */
function pair(left: Vector, right: Vector | number, of: (a: number, b: number) => number | undefined): Vector {
  const partners =
    typeof right === 'number' ? undefined : new Map(right.map((one) => [labelsKey(one.labels), one.value]));
  return left.flatMap(({ labels, value }) => {
    const other = partners ? partners.get(labelsKey(labels)) : (right as number);
    const result = other === undefined ? undefined : of(value, other);
    return result === undefined ? [] : [{ labels, value: result }];
  });
}

function each(
  { name, where }: Selector,
  store: SeriesStore,
  read: (series: StoredSeries) => number | undefined,
): Vector {
  return store.of(name).flatMap((series) => {
    const value = hasLabels(series.labels, where) ? read(series) : undefined;
    return value === undefined ? [] : [{ labels: series.labels, value }];
  });
}

/** The value at `at`: the last one, unless it is too old or the series ended. */
function latest({ times, values }: StoredSeries, at: number, seconds: number): number | undefined {
  const found = times.findLastIndex((time) => time <= at);
  return found < 0 || (times[found] ?? 0) < at - seconds * 1000 ? undefined : values[found];
}

function pointsOf({ times, values }: StoredSeries, start: number, end: number): Points {
  const points: { times: number[]; values: number[] } = { times: [], values: [] };
  for (let at = times.length - 1; at >= 0; at--) {
    const time = times[at] ?? 0;
    if (time < start) break;
    const value = values[at];
    if (time > end || value === undefined) continue;
    points.times.unshift(time);
    points.values.unshift(value);
  }
  return points;
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

function over({ how, of, seconds }: Of<'over'>, store: SeriesStore, at: number): Vector {
  const end = at - offsetOf(of);
  const start = end - seconds * 1000;
  return each(of, store, (series) => {
    const points = pointsOf(series, start, end);
    if (how === 'last') return points.values.at(-1);
    return counterIncrease(points, start, end, how === 'rate' ? seconds : 1);
  });
}

/** The inner expression at each multiple of `step` within the range, then the increase of each of its series. */
function overSubquery({ of, seconds, step }: Of<'increaseOf'>, store: SeriesStore, at: number): Vector {
  const start = at - seconds * 1000;
  const found = new Map<string, { labels: Labels; times: number[]; values: number[] }>();
  for (let time = Math.ceil(start / (step * 1000)) * step * 1000; time <= at; time += step * 1000) {
    for (const { labels, value } of evaluateExpression(of, store, time)) {
      const key = labelsKey(labels);
      const points = found.get(key) ?? { labels, times: [], values: [] };
      found.set(key, points);
      points.times.push(time);
      points.values.push(value);
    }
  }
  return [...found.values()].flatMap(({ labels, ...points }) => {
    const value = counterIncrease(points, start, at);
    return value === undefined ? [] : [{ labels, value }];
  });
}

function aggregate({ how, by, without }: Of<'aggregate'>, vector: Vector): Vector {
  const groups = new Map<string, { labels: Labels; value: number }>();
  for (const { labels, value } of vector) {
    const kept = Object.fromEntries(
      Object.entries(labels).filter(([label]) => (by ? by.includes(label) : !without?.includes(label))),
    );
    const key = labelsKey(kept);
    const one = how === 'count' ? 1 : value;
    const group = groups.get(key);
    if (!group) groups.set(key, { labels: kept, value: one });
    else group.value = how === 'max' ? Math.max(group.value, one) : group.value + one;
  }
  return [...groups.values()];
}

function quantiles(q: number, vector: Vector): Vector {
  const groups = new Map<string, { labels: Labels; buckets: [number, number][] }>();
  for (const { labels, value } of vector) {
    const { le, ...rest } = labels;
    if (le === undefined) continue;
    const key = labelsKey(rest);
    const group = groups.get(key) ?? { labels: rest, buckets: [] };
    groups.set(key, group);
    group.buckets.push([le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), value]);
  }
  return [...groups.values()].flatMap(({ labels, buckets }) => {
    const value = bucketQuantile(q, buckets);
    return value === undefined ? [] : [{ labels, value }];
  });
}
