import type { Labels, MetricSet, Shape, Where } from './metric-set.ts';

/** Where the buckets, sum and count of one histogram lie in a set; several label sets share a bucket. */
export type HistogramIndex = {
  /** Upper bounds, ascending; the last is Infinity. */
  readonly bounds: readonly number[];
  /** Per bound, the series whose counts add up. */
  readonly buckets: readonly Int32Array[];
};

/** The positions of the series of `family` that match `where`; remembered per shape, because a shape lives for hours. */
export function seriesIndex(shape: Shape, family: string, where?: Where): Int32Array {
  return remembered(indexes, shape, `${family}${whereKey(where)}`, () =>
    Int32Array.from(
      (shape.families.get(family) ?? []).filter(({ labels }) => matches(labels, where)).map(({ index }) => index),
    ),
  );
}

/** As seriesIndex for the buckets of a histogram; undefined when the page has none. */
export function histogramIndex(shape: Shape, family: string, where?: Where): HistogramIndex | undefined {
  return remembered(histograms, shape, `${family}${whereKey(where)}`, () => {
    const perBound = new Map<number, number[]>();
    for (const { index, labels } of shape.families.get(`${family}_bucket`) ?? []) {
      if (labels.le === undefined || !matches(labels, where)) continue;
      const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
      const found = perBound.get(bound);
      if (found) found.push(index);
      else perBound.set(bound, [index]);
    }
    if (perBound.size === 0) return undefined;
    const bounds = [...perBound.keys()].sort((a, b) => a - b);
    return { bounds, buckets: bounds.map((bound) => Int32Array.from(perBound.get(bound) ?? [])) };
  });
}

/** The sum of a family's series in a set; undefined when it has none with a number. */
export function total(set: MetricSet, family: string, where?: Where): number | undefined {
  let sum: number | undefined;
  for (const index of seriesIndex(set.shape, family, where)) {
    const value = set.values[index];
    if (value !== undefined && !Number.isNaN(value)) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** The position of an exposition key in a shape; undefined when the page does not have it. */
export function keyIndex(shape: Shape, key: string): number | undefined {
  let found = keys.get(shape);
  if (!found) {
    found = new Map(shape.keys.map((name, index) => [name, index]));
    keys.set(shape, found);
  }
  return found.get(key);
}

const indexes = new WeakMap<Shape, Map<string, Int32Array>>();
const histograms = new WeakMap<Shape, Map<string, HistogramIndex | undefined>>();
const keys = new WeakMap<Shape, Map<string, number>>();
const whereKeys = new WeakMap<Where, string>();

function remembered<T>(memory: WeakMap<Shape, Map<string, T>>, shape: Shape, key: string, make: () => T): T {
  let perShape = memory.get(shape);
  if (!perShape) {
    perShape = new Map();
    memory.set(shape, perShape);
  }
  if (perShape.has(key)) return perShape.get(key) as T;
  const made = make();
  perShape.set(key, made);
  return made;
}

function whereKey(where: Where | undefined): string {
  if (!where) return '';
  let key = whereKeys.get(where);
  if (key === undefined) {
    key = JSON.stringify(where);
    whereKeys.set(where, key);
  }
  return key;
}

function matches(labels: Labels, where: Where | undefined): boolean {
  if (!where) return true;
  return Object.entries(where).every(([label, wanted]) => {
    const value = labels[label] ?? '';
    if (typeof wanted === 'string') return value === wanted;
    return 'not' in wanted ? !wanted.not.includes(value) : wanted.includes(value);
  });
}
