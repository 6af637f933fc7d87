import type { Labels } from '../metric-set.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { Rule } from './rule.ts';
import { labelsKey, type SeriesStore } from './series-store.ts';

/** A rule that holds for one set of labels: pending until it has held for the rule's time, then firing. */
export type RuleAlert = {
  readonly rule: Rule;
  readonly labels: Labels;
  readonly value: number;
  /** Wall ms of the evaluation since which it holds without a pause. */
  readonly activeAt: number;
  readonly state: 'pending' | 'firing';
};

/** Rules over time. */
export type RuleAlerts = {
  /** Evaluates every rule at wall ms `at`; what is returned holds until the next evaluation. */
  evaluate(store: SeriesStore, at: number): readonly RuleAlert[];
};

/** As Prometheus keeps them: one evaluation at which an expression yields nothing starts the wait anew. */
export function createRuleAlerts(rules: readonly Rule[]): RuleAlerts {
  let active = new Map<string, number>();
  return {
    evaluate(store, at) {
      const next = new Map<string, number>();
      const alerts = rules.flatMap((rule, number) =>
        evaluateExpression(rule.when, store, at).map(({ labels, value }): RuleAlert => {
          const key = `${number} ${labelsKey(labels)}`;
          const activeAt = active.get(key) ?? at;
          next.set(key, activeAt);
          const state = at - activeAt >= rule.forSeconds * 1000 ? 'firing' : 'pending';
          return { rule, labels, value, activeAt, state };
        }),
      );
      active = next;
      return alerts;
    },
  };
}
