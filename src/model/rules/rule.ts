import type { CheckId } from '../check-id.ts';
import type { Severity } from '../finding.ts';
import type { Unit } from '../unit.ts';
import type { Expression } from './expression.ts';

/** One alerting rule of a rule set. */
export type Rule = {
  readonly alert: string;
  /** The check whose statement this is. */
  readonly check: CheckId;
  /** The rule set's own word. */
  readonly severity: 'warning' | 'critical' | 'high';
  readonly forSeconds: number;
  readonly when: Expression;
  /** What the number is, and its unit. */
  readonly says: string;
  readonly unit: Unit;
  readonly threshold?: number | undefined;
};

/** A rule set by its name on the command line. */
export type RuleSet = {
  readonly id: RuleSetId;
  readonly title: string;
  readonly rules: readonly Rule[];
};

/** The words of --rules: the checks of our own first. */
export const ruleWords = ['etcdoc', 'mixin', 'platform9', 'legacy'] as const;

export type RuleWord = (typeof ruleWords)[number];
export type RuleSetId = Exclude<RuleWord, 'etcdoc'>;

/** A rule set's word as a severity of ours. */
export const severityOf = ({ severity }: Rule): Exclude<Severity, 'info'> =>
  severity === 'critical' ? 'critical' : 'warning';
