import type { Cause } from './cause.ts';
import type { Alert, Severity } from './finding.ts';

/** Why something is said about an alert now: it changed, or it still lasts and was last said long enough ago. */
export type Occasion = 'raised' | 'worse' | 'returned' | 'repeated' | 'cleared';

/** What the daemon says about one alert at one moment: printed as a line, and sent wherever outputs go. Holds foreign text. */
export type AlertNotice = {
  readonly kind: 'alert';
  /** Wall ms. */
  readonly at: number;
  readonly state: 'firing' | 'resolved';
  readonly occasion: Occasion;
  readonly alert: Alert;
  /** Set where the finding behind it does not hold now: it cannot be measured, or is gone and waits for its end. */
  readonly past?: boolean | undefined;
  /** Severity now; `alert.severity` is the worst it has reached. */
  readonly severity: Severity;
  /** The member it is about; undefined for the cluster, an endpoint, a file. */
  readonly memberId?: string | undefined;
  /** Where the member it is about was asked; undefined for the cluster. */
  readonly endpoint?: string | undefined;
  /** The likeliest cause that accounts for it. */
  readonly cause?: Cause | undefined;
  /** Seconds that the finding had to last before it was said; 0 at once. */
  readonly forSeconds: number;
};

/** That the daemon is alive and what it sees, on a clock of its own, also while all is well. */
export type Heartbeat = {
  readonly kind: 'heartbeat';
  /** Wall ms. */
  readonly at: number;
  readonly status: 'initializing' | 'healthy' | 'unhealthy' | 'stale';
  /** Alerts that are firing. */
  readonly firing: number;
  /** The cluster in one line, as `top -b -o line` says it. Holds foreign text. */
  readonly summary: string;
};

export type Notice = AlertNotice | Heartbeat;
