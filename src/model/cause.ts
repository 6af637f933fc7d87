import type { CheckId } from './check-id.ts';
import type { Finding, Severity } from './finding.ts';

/** ★ Cause ids, the names other tools key on (cli.md). */
export const causeIds = [
  'slow-disk',
  'slow-network',
  'partition',
  'member-down',
  'member-hung',
  'no-answer',
  'quorum-lost',
  'leader-flapping',
  'quota-exhausted',
  'quota-soon',
  'fragmentation',
  'no-compaction',
  'runaway-writer',
  'overload',
  'learner-stalled',
  'clock-drift',
  'certificate',
  'upgrade-in-progress',
  'cluster-mismatch',
  'planned-restart',
] as const;

export type CauseId = (typeof causeIds)[number];

export type Confidence = 'high' | 'medium' | 'low';

/** What the doctor concludes from several findings and readings. Its texts hold foreign text: names, URLs, errors. */
export type Cause = {
  readonly cause: CauseId;
  readonly severity: Severity;
  /** Member id, or 'cluster'. */
  readonly subject: string;
  readonly subjectName: string;
  readonly confidence: Confidence;
  /** One sentence without the subject's name in front. */
  readonly text: string;
  /** The checks whose findings support it; empty when readings alone do. */
  readonly because: readonly CheckId[];
  /** The findings it accounts for: those that support it, and their consequences. */
  readonly explains: readonly Finding[];
  /** Numbers and times; never empty. */
  readonly evidence: readonly string[];
  /** What was ruled out, and by what. */
  readonly against?: string | undefined;
  /** What to do, in order, the safe things first. */
  readonly next: readonly string[];
  /** Wall ms since which it shows; undefined while nothing has lasted. */
  readonly since?: number | undefined;
};

/** Whether a cause of at least its severity accounts for a finding, so that it need not be listed on its own. */
export function accountedFor(finding: Finding, causes: readonly Cause[]): boolean {
  const weight = { info: 0, warning: 1, critical: 2 } as const;
  return causes.some(
    ({ explains, severity }) => explains.includes(finding) && weight[severity] >= weight[finding.severity],
  );
}
