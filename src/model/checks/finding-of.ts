import type { CheckId } from '../check-id.ts';
import type { Finding } from '../finding.ts';
import type { MemberView } from '../view.ts';

/** What a finding says beside its check and subject. */
export type Said = Omit<Finding, 'check' | 'subject' | 'subjectName'>;

export const ofMember = (check: CheckId, member: Pick<MemberView, 'id' | 'label'>, said: Said): Finding => ({
  check,
  subject: member.id,
  subjectName: member.label,
  ...said,
});

export const ofCluster = (check: CheckId, said: Said): Finding => ({
  check,
  subject: 'cluster',
  subjectName: 'cluster',
  ...said,
});
