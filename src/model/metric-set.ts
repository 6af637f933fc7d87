/**
 * The series of one page, in page order, as exposition keys (`name` or `name{a="b"}`). Pages of one member keep their shape for
 * hours, so it is shared between samples and a sample holds only its numbers.
 */
export type Shape = {
  readonly keys: readonly string[];
  readonly families: ReadonlyMap<string, readonly SeriesKey[]>;
};

export type SeriesKey = {
  readonly index: number;
  readonly labels: Labels;
};

export type Labels = Readonly<Record<string, string>>;

/** What a page said: one number per key of the shape; NaN where the page had no finite number. */
export type MetricSet = {
  readonly shape: Shape;
  readonly values: Float64Array;
};

/** A histogram read from a set: cumulative counts per upper bound (the last bound is Infinity), sum in the family's unit. */
export type Histogram = {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
};

/** Builds the index of a list of exposition keys. Throws on a key that is not `name` or `name{label="value",...}`. */
export function shapeOf(keys: readonly string[]): Shape {
  const families = new Map<string, SeriesKey[]>();
  keys.forEach((key, index) => {
    const { name, labels } = parseSeriesKey(key);
    const series = families.get(name);
    if (series) series.push({ index, labels });
    else families.set(name, [{ index, labels }]);
  });
  return { keys, families };
}

/** Every series of `name` with its value; NaN values are left out. */
export function seriesOf(set: MetricSet, name: string): { labels: Labels; value: number }[] {
  const found: { labels: Labels; value: number }[] = [];
  for (const { index, labels } of set.shape.families.get(name) ?? []) {
    const value = set.values[index];
    if (value !== undefined && !Number.isNaN(value)) found.push({ labels, value });
  }
  return found;
}

/** The sum of the series of `name` that match `where`; undefined when there is none. */
export function sumOf(set: MetricSet, name: string, where?: Where): number | undefined {
  let sum: number | undefined;
  for (const { index, labels } of set.shape.families.get(name) ?? []) {
    const value = set.values[index];
    if (value === undefined || Number.isNaN(value) || !matches(labels, where)) continue;
    sum = (sum ?? 0) + value;
  }
  return sum;
}

/** The histogram `name`, series that match `where` added up per bucket; undefined when it is absent or has no buckets. */
export function histogramOf(set: MetricSet, name: string, where?: Where): Histogram | undefined {
  const perBound = new Map<number, number>();
  for (const { labels, value } of seriesOf(set, `${name}_bucket`)) {
    const { le, ...rest } = labels;
    if (le === undefined || !matches(rest, where)) continue;
    const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    perBound.set(bound, (perBound.get(bound) ?? 0) + value);
  }
  const sum = sumOf(set, `${name}_sum`, where);
  const count = sumOf(set, `${name}_count`, where);
  if (perBound.size === 0 || sum === undefined || count === undefined) return undefined;
  const bounds = [...perBound.keys()].sort((a, b) => a - b);
  return { bounds, counts: bounds.map((bound) => perBound.get(bound) ?? 0), sum, count };
}

/** Label values that a series must (string) or must not be among (`{ not: [...] }`), or be one of (array). */
export type Where = Readonly<Record<string, string | readonly string[] | { readonly not: readonly string[] }>>;

function matches(labels: Labels, where: Where | undefined): boolean {
  if (!where) return true;
  return Object.entries(where).every(([label, wanted]) => {
    const value = labels[label] ?? '';
    if (typeof wanted === 'string') return value === wanted;
    if (isList(wanted)) return wanted.includes(value);
    return !wanted.not.includes(value);
  });
}

function isList(wanted: readonly string[] | { readonly not: readonly string[] }): wanted is readonly string[] {
  return Array.isArray(wanted);
}

function parseSeriesKey(key: string): { name: string; labels: Labels } {
  const brace = key.indexOf('{');
  if (brace < 0) return { name: key, labels: {} };
  if (!key.endsWith('}')) throw new TypeError(`series key without closing brace: ${key}`);
  const labels: Record<string, string> = {};
  const label = /\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/gy;
  const body = key.slice(brace + 1, -1);
  let read = 0;
  while (read < body.length) {
    const match = label.exec(body);
    if (!match?.[1]) throw new TypeError(`series key with malformed labels: ${key}`);
    labels[match[1]] = unescapeLabel(match[2] ?? '');
    read = label.lastIndex;
  }
  return { name: key.slice(0, brace), labels };
}

function unescapeLabel(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}
