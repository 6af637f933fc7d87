import type { Severity } from './finding.ts';

/** Who is told of alerts: a person who looks, or somebody who would be woken and so is told of what stays. */
export type Patience = 'none' | 'outlast-window';

/** What a check asks for. */
type Held = { readonly forSeconds?: number | undefined; readonly outlastsWindow?: boolean | undefined };

/**
 * How long a finding has to hold before it is an alert. Two slow observations among the few of an idle cluster make a percentile, and
 * stay in it for the length of the window: a warning that lasts longer has come again. What is critical never waits for that.
 */
export function holdSeconds(
  check: Held,
  severity: Severity,
  { windowSeconds, intervalSeconds }: { readonly windowSeconds: number; readonly intervalSeconds: number },
  patience: Patience,
): number {
  const own = check.forSeconds ?? 0;
  if (patience === 'none' || !check.outlastsWindow || severity === 'critical') return own;
  return Math.max(own, windowSeconds + intervalSeconds);
}
