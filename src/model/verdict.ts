import type { Severity } from './finding.ts';
import type { Level } from './reading.ts';
import type { ClusterView } from './view.ts';

/** The cluster in one word; `unknown` when no member could be measured. */
export type Verdict = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

/** The least severity that makes the exit code 1. */
export type FailOn = 'warning' | 'critical';

/** Exit codes of everything that judges a cluster; 2 is wrong usage and never comes from a view. */
export type ExitCode = 0 | 1 | 3;

export type Judgement = { readonly verdict: Verdict; readonly exitCode: ExitCode };

/** What a view amounts to: unhealthy with a critical finding, degraded with a warning, unknown when nobody answered. */
export function judge(view: ClusterView | undefined, failOn: FailOn = 'critical'): Judgement {
  if (view === undefined || !view.members.some((member) => member.access !== 'down'))
    return { verdict: 'unknown', exitCode: 3 };
  const worst = worstSeverity(view);
  const fails = worst === 'critical' || (worst === 'warning' && failOn === 'warning');
  return { verdict: verdictOf(worst), exitCode: fails ? 1 : 0 };
}

function worstSeverity(view: ClusterView): Severity {
  const has = (severity: Severity) => view.findings.some((finding) => finding.severity === severity);
  if (has('critical')) return 'critical';
  return has('warning') ? 'warning' : 'info';
}

function verdictOf(worst: Severity): Verdict {
  if (worst === 'critical') return 'unhealthy';
  return worst === 'warning' ? 'degraded' : 'healthy';
}

/** The exit code of several verdicts of diagnostics: 1 at or above `failOn`, 3 when none could tell anything. */
export function judgeLevels(levels: readonly Level[], failOn: FailOn = 'critical'): ExitCode {
  if (levels.includes('critical') || (failOn === 'warning' && levels.includes('warning'))) return 1;
  return levels.every((level) => level === 'unknown') ? 3 : 0;
}
