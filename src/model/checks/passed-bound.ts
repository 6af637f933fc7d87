import type { Severity } from '../finding.ts';
import type { Levels } from '../registry.ts';

/** The worst bound that a number has reached, and how bad that is; undefined when it has reached none. */
export function passedBound(
  value: number,
  { warning, critical, below = false }: Levels,
): { readonly severity: Severity; readonly threshold: number } | undefined {
  const reached = (bound: number | undefined): bound is number =>
    bound !== undefined && (below ? value < bound : value >= bound);
  if (reached(critical)) return { severity: 'critical', threshold: critical };
  return reached(warning) ? { severity: 'warning', threshold: warning } : undefined;
}
