import { clean } from '../text/clean.ts';
import { withoutSecrets } from '../text/without-secrets.ts';

export type Labels = Readonly<Record<string, string>>;

/** One metric of /metrics with its series. Labels and values may be foreign or missing: `family` makes them fit. */
export type Family = {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly series: readonly Series[];
};

export type Series = { readonly labels: Labels; readonly value: number };

/** Longest value of a label, in UTF-16 units: a name of etcd has no bound. */
const longestLabel = 200;

/** A family of the series that have a number: what is unknown has no series, because it is not 0. */
export function family(
  type: Family['type'],
  name: string,
  help: string,
  series: Iterable<readonly [labels: Labels, value: number | bigint | boolean | undefined]>,
): Family {
  const known: Series[] = [];
  for (const [labels, value] of series) {
    const number = value === undefined ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) continue;
    known.push({ labels: fit(labels), value: number });
  }
  return { name, type, help, series: known };
}

export const gauge = (name: string, help: string, series: Parameters<typeof family>[3]): Family =>
  family('gauge', name, help, series);

/** A gauge of a single series without labels. */
export const one = (name: string, help: string, value: number | bigint | boolean | undefined): Family =>
  gauge(name, help, [[{}, value]]);

export const counter = (name: string, help: string, series: Parameters<typeof family>[3]): Family =>
  family('counter', name, help, series);

/** One series of 1 for the state that holds and of 0 for each other one; a state that `all` lacks does not compile. */
export function states<const All extends readonly string[]>(
  label: string,
  all: All,
  now: All[number],
  labels: Labels = {},
) {
  return all.map((state) => [{ ...labels, [label]: state }, state === now] as const);
}

function fit(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels)
      // An empty label is no label to Prometheus.
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, shortened(withoutSecrets(clean(value.slice(0, 10 * longestLabel))))]),
  );
}

function shortened(value: string): string {
  return value.length <= longestLabel ? value : `${value.slice(0, longestLabel).replace(/[\ud800-\udbff]$/, '')}...`;
}
