import { judge } from '../model/verdict.ts';
import type { ClusterView } from '../model/view.ts';
import { type Family, gauge, states } from './exposition-family.ts';

const verdicts = ['healthy', 'degraded', 'unhealthy', 'unknown'] as const;

/** Labels of what is said about a member or about the cluster, which has no id. */
export const subjectLabels = ({
  subject,
  subjectName,
}: {
  readonly subject: string;
  readonly subjectName: string;
}) => ({
  member: subjectName,
  member_id: subject === 'cluster' ? '' : subject,
});

/** What checks and the doctor say of this moment; alerts, which last over time, are the daemon's. */
export function judgedFamilies(view: ClusterView): readonly Family[] {
  return [
    gauge(
      'etcdoc_verdict',
      'The cluster in one word, as etcdoc check says it.',
      states('verdict', verdicts, judge(view).verdict),
    ),
    gauge(
      'etcdoc_finding_active',
      'What checks find at this moment, without waiting whether it lasts.',
      view.findings.map((finding) => [
        { check: finding.check, severity: finding.severity, ...subjectLabels(finding) },
        1,
      ]),
    ),
    gauge(
      'etcdoc_cause_active',
      'What the doctor concludes from the findings.',
      view.causes.map((cause) => [
        {
          cause: cause.cause,
          confidence: cause.confidence,
          severity: cause.severity,
          ...subjectLabels(cause),
        },
        1,
      ]),
    ),
    gauge(
      'etcdoc_check_blind',
      'Checks that could not look: what they would say is unknown.',
      (view.blind ?? []).map((blind) => [{ check: blind.check, ...subjectLabels(blind) }, 1]),
    ),
  ];
}
