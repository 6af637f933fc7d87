import type { Check, CheckContext, ChecksContext } from './checks/check.ts';
import { checks } from './checks.ts';
import type { Facts } from './derive/derive-view.ts';
import type { Blind, Finding, Severity } from './finding.ts';
import type { Thresholds } from './monitor-options.ts';

const rank: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** What every check that is not switched off says, worst first. */
export function evaluateChecks(facts: Facts, context: ChecksContext, thresholds: Thresholds | undefined): Finding[] {
  return enabled(thresholds)
    .flatMap((check) => check.evaluate(facts, contextOf(check, context, thresholds)))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** Where checks that are not switched off cannot look now, and why. */
export function blindChecks(facts: Facts, context: ChecksContext, thresholds: Thresholds | undefined): Blind[] {
  return enabled(thresholds).flatMap((check) => check.blind?.(facts, contextOf(check, context, thresholds)) ?? []);
}

/** The worse of two severities. */
export const worse = (a: Severity, b: Severity): Severity => (rank[a] <= rank[b] ? a : b);

/** Order of severities, worst first. */
export const bySeverity = (a: Severity, b: Severity): number => rank[a] - rank[b];

const enabled = (thresholds: Thresholds | undefined): readonly Check[] =>
  checks.filter(({ id }) => thresholds?.checks?.[id] !== false);

function contextOf(check: Check, context: ChecksContext, thresholds: Thresholds | undefined): CheckContext {
  const changed = thresholds?.checks?.[check.id];
  return { ...context, bounds: { ...check.levels, ...(changed === false ? undefined : changed) } };
}
