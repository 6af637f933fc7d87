import type { CheckId } from '../check-id.ts';
import type { Facts } from '../derive/derive-view.ts';
import type { Alert, Blind, Finding } from '../finding.ts';
import type { History } from '../history.ts';
import type { CheckBounds } from '../monitor-options.ts';
import type { Past } from '../past.ts';
import type { LevelsOf } from '../read-metric.ts';
import type { Levels, MetricId } from '../registry.ts';
import type { MemberView } from '../view.ts';

/** One statement about several members or numbers, or the level of one metric. A row of the table in checks.ts. */
export type Check = {
  readonly id: CheckId;
  readonly title: string;
  /** What it reads, for the manual. */
  readonly reads: string;
  /** The metric whose values tell what it looked at, where it is one. */
  readonly metric?: MetricId | undefined;
  /** What it saw of a member, where that is no metric: for the list of what passed. */
  readonly shows?: ((member: MemberView, at: number) => string | undefined) | undefined;
  /** How long it must hold before it is an alert; 0 unless given. */
  readonly forSeconds?: number | undefined;
  /** Whether the daemon waits with a warning until it has held for longer than the window. */
  readonly outlastsWindow?: boolean | undefined;
  /** How long it must be gone before the alert ends; 0 unless given. */
  readonly clearSeconds?: number | undefined;
  /** Bounds of a number that is not a registry metric, in the unit it is worded in; the configuration may replace them. */
  readonly levels?: Levels | undefined;
  readonly evaluate: (facts: Facts, context: CheckContext) => readonly Finding[];
  /** Where it cannot look now, and why: what it does not say is then no pass. */
  readonly blind?: ((facts: Facts, context: CheckContext) => readonly Blind[]) | undefined;
  /** Why there is nothing it could look at here, ever: it has then not passed either. */
  readonly moot?: ((members: readonly MemberView[]) => string | undefined) | undefined;
  /** Whether nothing is known of a subject now: its alert then neither holds nor ends. */
  readonly unknown?: ((facts: Facts, subject: string) => boolean) | undefined;
  /** The event line when it ends; a general one unless given. */
  readonly cleared?: ((alert: Alert, seconds: number) => string) | undefined;
  /** Tells nothing in the event log: another line says it already. */
  readonly silent?: boolean | undefined;
};

/** What a check may look at beside the facts; nothing later than sample `number`. */
export type CheckContext = {
  readonly history: History;
  readonly past: Past;
  readonly number: number;
  readonly levelsOf: LevelsOf;
  /** The check's own bounds in force. */
  readonly bounds: Levels & CheckBounds;
};

/** What evaluateChecks is given; each check then gets its own bounds. */
export type ChecksContext = Omit<CheckContext, 'bounds'>;
