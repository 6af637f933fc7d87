import type { Cause } from './cause.ts';
import { causes } from './causes.ts';
import type { Alert, Finding } from './finding.ts';

/** What an alert comes from: the cause that accounts for its finding. */
export function causeBehind(
  { check, subject }: Pick<Alert, 'check' | 'subject'>,
  of: readonly Cause[],
): Cause | undefined {
  return of.find(({ explains }) => explains.some((finding) => finding.check === check && finding.subject === subject));
}

/** The cause of a finding in a few words to stand behind its text: "slow disk", "cp-3: slow disk" of another member; '' where it says nothing new, and for what is no alarm. Foreign text. */
export function causeNote({ check, subject, severity }: Finding, of: readonly Cause[]): string {
  const cause = causeBehind({ check, subject }, of);
  if (!cause || severity === 'info' || rowOf(cause)?.namedBy?.includes(check)) return '';
  const whose = cause.subject === subject || cause.subject === 'cluster' ? '' : `${cause.subjectName}: `;
  return `${whose}${causeTitle(cause)}`;
}

/** "slow disk", with a question mark where it is a guess. */
export function causeTitle(cause: Cause): string {
  const title = rowOf(cause)?.title ?? cause.cause;
  return cause.confidence === 'low' ? `${title}?` : title;
}

/** "cp-3: partition", "quorum lost". Foreign text. */
export const subjectAndTitle = (cause: Cause): string =>
  `${cause.subject === 'cluster' ? '' : `${cause.subjectName}: `}${causeTitle(cause)}`;

const rowOf = ({ cause }: Cause) => causes.find(({ id }) => id === cause);
