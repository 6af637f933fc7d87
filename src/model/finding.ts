import type { CheckId } from './check-id.ts';
import type { Unit } from './unit.ts';

export type Severity = 'info' | 'warning' | 'critical';

/** What a check says about one subject at one moment. */
export type Finding = {
  readonly check: CheckId;
  readonly severity: Severity;
  /** Member id, or 'cluster'. */
  readonly subject: string;
  /** How a person calls the subject: member name, or 'cluster'. Foreign text. */
  readonly subjectName: string;
  readonly value?: number | undefined;
  readonly threshold?: number | undefined;
  readonly unit?: Unit | undefined;
  /** One sentence without the subject's name in front: "WAL fsync p99 38 ms > 10 ms". */
  readonly text: string;
  readonly remedy: string;
  readonly source: string;
};

/** What a check could not look at, and why: never a pass. */
export type Blind = {
  readonly check: CheckId;
  /** Member id, or 'cluster'. */
  readonly subject: string;
  /** Foreign text. */
  readonly subjectName: string;
  /** Why, without the subject in front: "needs 4m12s more of history". */
  readonly text: string;
  /** Where time alone mends it: how much. */
  readonly secondsLeft?: number | undefined;
};

/** A finding over time. Flapping is merged: an alert that returns soon after it cleared is the same alert again. */
export type Alert = {
  /** check and subject, the identity over time. */
  readonly key: string;
  readonly check: CheckId;
  readonly subject: string;
  readonly subjectName: string;
  /** The worst severity it has reached. */
  readonly severity: Severity;
  readonly raisedAt: number;
  /** How long it had to hold before it was one. */
  readonly forSeconds?: number | undefined;
  readonly clearedAt?: number | undefined;
  /** How often it came back within the merge time. */
  readonly flaps: number;
  readonly min?: number | undefined;
  readonly avg?: number | undefined;
  readonly max?: number | undefined;
  /** The last finding of it. */
  readonly finding: Finding;
};

/** A line of the event log. */
export type EventEntry = {
  readonly at: number;
  readonly kind: 'CRIT' | 'WARN' | 'INFO' | 'OK' | 'MARK';
  /** Member id, or undefined for the whole cluster. */
  readonly subject?: string | undefined;
  readonly subjectName?: string | undefined;
  readonly text: string;
  /** What an alert came from when it was raised, in a few words. Foreign text. */
  readonly cause?: string | undefined;
  /** Set while the line stands for an alert: its key, so that the screen can show duration and min/avg/max. */
  readonly alertKey?: string | undefined;
};
