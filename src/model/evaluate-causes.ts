import type { Cause, Confidence } from './cause.ts';
import type { Case } from './causes/case.ts';
import type { CauseRow, Suspicion } from './causes/cause-row.ts';
import { causes } from './causes.ts';
import { bySeverity, worse } from './evaluate-checks.ts';
import type { Finding, Severity } from './finding.ts';

const certainty: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

/** What every row suspects, worst first; a suspicion whose every finding another one accounts for is no cause of its own. */
export function evaluateCauses(file: Case): Cause[] {
  const suspected = causes.flatMap((row, rank) =>
    row.suspect(file).map((suspicion) => ({ row, rank, suspicion, severity: severityOf(suspicion, () => true) })),
  );
  suspected.sort(
    (a, b) =>
      bySeverity(a.severity, b.severity) ||
      a.rank - b.rank ||
      certainty[a.suspicion.confidence] - certainty[b.suspicion.confidence],
  );
  const taken = new Set<Finding>();
  const found = suspected.flatMap(({ row, suspicion }) => {
    const { support, consequences = [] } = suspicion;
    if (support.length > 0 && support.every((finding) => taken.has(finding))) return [];
    // What a worse one accounts for makes this one no worse.
    const severity = severityOf(suspicion, (finding) => !taken.has(finding));
    const explains = [...new Set([...support, ...consequences])].filter((finding) => !taken.has(finding));
    for (const finding of explains) taken.add(finding);
    return [causeOf(file, row, suspicion, severity, explains)];
  });
  return found.sort((a, b) => bySeverity(a.severity, b.severity) || Number(isGuess(a)) - Number(isGuess(b)));
}

/** Of equally bad ones what is only guessed at stands last. */
const isGuess = ({ confidence }: Cause): boolean => confidence === 'low';

/** The same causes none of which is louder than the findings it accounts for: where others' rules judge, the verdict is theirs. */
export function noLouderThanFindings(found: readonly Cause[]): Cause[] {
  return found
    .map((cause) => ({ ...cause, severity: cause.explains.map(({ severity }) => severity).reduce(worse, 'info') }))
    .sort((a, b) => bySeverity(a.severity, b.severity));
}

function causeOf(
  file: Case,
  { id }: CauseRow,
  suspicion: Suspicion,
  severity: Severity,
  explains: readonly Finding[],
): Cause {
  const { subject, subjectName, confidence, text, support, evidence, against, next } = suspicion;
  const because = [...new Set(support.map(({ check }) => check))];
  const since = file.alerts.flatMap(({ check, subject: of, clearedAt, raisedAt }) =>
    clearedAt === undefined && support.some((finding) => finding.check === check && finding.subject === of)
      ? [raisedAt]
      : [],
  );
  return {
    cause: id,
    severity,
    subject,
    subjectName,
    confidence,
    text,
    because,
    explains,
    evidence: evidence.length > 0 ? evidence : support.map((finding) => finding.text),
    against,
    next,
    since: since.length === 0 ? undefined : Math.min(...since),
  };
}

function severityOf(
  { severity, support, consequences = [] }: Suspicion,
  isOwn: (consequence: Finding) => boolean,
): Severity {
  return severity ?? [...support, ...consequences.filter(isOwn)].map((one) => one.severity).reduce(worse, 'info');
}
