import type { Labels } from '../../../src/model/metric-set.ts';
import { reachOf } from '../../../src/model/rules/expression.ts';
import type { Rule } from '../../../src/model/rules/rule.ts';
import { createRuleAlerts } from '../../../src/model/rules/rule-alerts.ts';
import { createSeriesStore } from '../../../src/model/rules/series-store.ts';

/** One series: a value per step; undefined where it is not there. */
export type Series = {
  readonly name: string;
  readonly labels: Labels;
  readonly values: readonly (number | undefined)[];
};

/** An alert at one step, as Prometheus' ALERTS series has it. */
export type PlayedAlert = { readonly state: 'pending' | 'firing'; readonly labels: Labels };

/** A scene: series of equal length at one step. */
export type Scene = { readonly name: string; readonly stepSeconds: number; readonly series: readonly Series[] };

/** The values of a function of the step. */
export const steps = (count: number, of: (step: number) => number | undefined): readonly (number | undefined)[] =>
  Array.from({ length: count }, (_, step) => of(step));

/** Which alerts each step has, the first at time 0. */
export function play(rules: readonly Rule[], { series, stepSeconds }: Scene): readonly (readonly PlayedAlert[])[] {
  const reach = new Map<string, number>();
  for (const { when } of rules) reachOf(when, 0, reach);
  const store = createSeriesStore(reach);
  const alerts = createRuleAlerts(rules);
  const count = Math.max(...series.map(({ values }) => values.length));
  return Array.from({ length: count }, (_, step) => {
    const at = step * stepSeconds * 1000;
    const values = series.flatMap(({ name, labels, values: all }) => {
      const value = all[step];
      return value === undefined ? [] : [{ name, labels, value }];
    });
    store.push({ at, targets: [{ labels: {}, values }] });
    return alerts.evaluate(store, at).map(({ rule, labels, state }) => ({
      state,
      labels: { alertname: rule.alert, severity: rule.severity, ...labels },
    }));
  });
}

/** Minutes from the beginning at which an alert fires, in runs: "24-40". */
export function firing(rules: readonly Rule[], scene: Scene, alert: string): readonly number[] {
  return play(rules, scene).flatMap((alerts, step) =>
    alerts.some(({ state, labels }) => state === 'firing' && labels.alertname === alert)
      ? [(step * scene.stepSeconds) / 60]
      : [],
  );
}
