import type { CheckId } from './check-id.ts';
import type { Patience } from './hold.ts';
import type { Levels, MetricId } from './registry.ts';
import type { RuleWord } from './rules/rule.ts';

/** Bounds in the unit of a check's number. */
export type CheckBounds = Pick<Levels, 'warning' | 'critical'> & {
  /** What is counted over time: how far back `critical` looks, where that is not as far as the check does. */
  readonly criticalWithinSeconds?: number | undefined;
};

/** Bounds that replace the registry's or a check's own; a check set to false is switched off. */
export type Thresholds = {
  readonly metrics?: Readonly<Partial<Record<MetricId, Levels>>> | undefined;
  readonly checks?: Readonly<Partial<Record<CheckId, false | CheckBounds>>> | undefined;
};

export type MonitorOptions = {
  /** When a finding is an alert; at once, or when its check says, unless given. */
  readonly patience?: Patience | undefined;
  readonly windowSeconds: number;
  /** Bound of the ring, in samples times members: beyond it the oldest go. */
  readonly memberSamples?: number | undefined;
  readonly thresholds?: Thresholds | undefined;
  /** Whose rules judge: the checks of our own unless given. */
  readonly rules?: RuleWord | undefined;
  /** Seconds between two evaluations of such rules; 30 unless given, and never longer than a one-off check waits. */
  readonly rulesStepSeconds?: number | undefined;
  /** The distribution that runs here, for the commands in next steps; a plain host where it is not known. */
  readonly distribution?: string | undefined;
};
