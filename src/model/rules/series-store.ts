import type { Labels, MetricSet, Where } from '../metric-set.ts';

/** One target at one moment: its labels, what its page said, and numbers that come from elsewhere. */
export type Target = {
  readonly labels: Labels;
  readonly set?: MetricSet | undefined;
  readonly values?: readonly { readonly name: string; readonly labels?: Labels | undefined; readonly value: number }[];
};

/** What was read of all targets at one moment, wall ms. */
export type Scrape = { readonly at: number; readonly targets: readonly Target[] };

/** A series over time. `undefined` marks where it ended (Prometheus' staleness marker). */
export type StoredSeries = {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly (number | undefined)[];
};

/** Recorded series as a rule reads them. */
export type SeriesStore = {
  push(scrape: Scrape): void;
  of(name: string): readonly StoredSeries[];
  /** Wall ms of the first scrape held by; undefined before one. */
  readonly since: number | undefined;
};

type Growing = { labels: Labels; times: number[]; values: (number | undefined)[]; seen: number };

/** A store of the names in `reach`, each kept for so many seconds. */
export function createSeriesStore(reach: ReadonlyMap<string, number>): SeriesStore {
  const byName = new Map<string, Map<string, Growing>>([...reach.keys()].map((name) => [name, new Map()]));
  let since: number | undefined;
  let scrapes = 0;

  function add(name: string, labels: Labels, at: number, value: number) {
    const series = byName.get(name);
    if (!series) return;
    const key = labelsKey(labels);
    const found = series.get(key) ?? { labels, times: [], values: [], seen: 0 };
    series.set(key, found);
    found.times.push(at);
    found.values.push(value);
    found.seen = scrapes;
  }

  function endAndForget(at: number) {
    for (const [name, series] of byName) {
      const oldest = at - ((reach.get(name) ?? 0) + 60) * 1000;
      for (const [key, one] of series) {
        if (one.seen !== scrapes && one.values.at(-1) !== undefined) {
          one.times.push(at);
          one.values.push(undefined);
        }
        const keep = one.times.findIndex((time) => time >= oldest);
        if (keep < 0) series.delete(key);
        else if (keep > 64) {
          one.times.splice(0, keep);
          one.values.splice(0, keep);
        }
      }
    }
  }

  return {
    push({ at, targets }) {
      scrapes += 1;
      since ??= at;
      for (const target of targets) {
        for (const { name, labels, value } of target.values ?? [])
          add(name, { ...labels, ...target.labels }, at, value);
        if (!target.set) continue;
        const { shape, values } = target.set;
        for (const name of byName.keys()) {
          for (const { index, labels } of shape.families.get(name) ?? []) {
            const value = values[index];
            if (value !== undefined && !Number.isNaN(value)) add(name, joined(labels, target.labels), at, value);
          }
        }
      }
      endAndForget(at);
    },
    of: (name) => [...(byName.get(name)?.values() ?? [])],
    get since() {
      return since;
    },
  };
}

/** Labels as one text: equal labels, equal text. */
export function labelsKey(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = Object.keys(labels)
    .sort()
    .map((label) => `${label}=${labels[label]}`)
    .join('\u0001');
  keys.set(labels, key);
  return key;
}

/** Whether a series has the labels asked for. */
export function hasLabels(labels: Labels, where: Where | undefined): boolean {
  if (!where) return true;
  return Object.entries(where).every(([label, wanted]) => {
    const value = labels[label] ?? '';
    if (typeof wanted === 'string') return value === wanted;
    return 'not' in wanted ? !wanted.not.includes(value) : wanted.includes(value);
  });
}

/** A page's labels with the target's, made once: pages share their labels for hours. */
function joined(labels: Labels, target: Labels): Labels {
  let perTarget = joins.get(labels);
  if (!perTarget) {
    perTarget = new Map();
    joins.set(labels, perTarget);
  }
  const key = labelsKey(target);
  let both = perTarget.get(key);
  if (!both) {
    both = { ...labels, ...target };
    perTarget.set(key, both);
  }
  return both;
}

const keys = new WeakMap<Labels, string>();
const joins = new WeakMap<Labels, Map<string, Labels>>();
