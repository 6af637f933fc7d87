import type { ChecksContext } from './checks/check.ts';
import type { Facts } from './derive/derive-view.ts';
import { blindChecks, evaluateChecks } from './evaluate-checks.ts';
import type { MonitorOptions } from './monitor-options.ts';
import { createRuleWatch, type Judgements } from './rules/rule-findings.ts';
import { ruleSetOf } from './rules/rule-sets.ts';
import type { ClusterSample } from './sample.ts';
import { createTimeline } from './timeline.ts';

/** Whoever says what is wrong: the checks, or a rule set in their place. */
export type Judge = {
  record(number: number, sample: ClusterSample, oldest: number): void;
  /** What is said of a sample that was recorded. */
  at(facts: Facts, context: ChecksContext): Judgements;
};

/** The checks need nothing but the facts; rules need every sample in turn, and what they said is kept. */
export function createJudge({ thresholds, rules = 'etcdoc', rulesStepSeconds }: MonitorOptions): Judge {
  if (rules === 'etcdoc') {
    return {
      record: () => undefined,
      at: (facts, context) => ({
        findings: evaluateChecks(facts, context, thresholds),
        blind: blindChecks(facts, context, thresholds),
      }),
    };
  }
  const watch = createRuleWatch(ruleSetOf(rules), rulesStepSeconds);
  const words = createTimeline<Judgements>((a, b) => a === b, Number.POSITIVE_INFINITY);
  return {
    record(number, sample, oldest) {
      words.record(number, sample, watch.push(sample));
      words.forgetBefore(oldest);
    },
    at: (_, { number }) => words.at(number)?.value ?? { findings: [], blind: [] },
  };
}
