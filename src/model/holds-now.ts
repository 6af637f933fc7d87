import type { Alert } from './finding.ts';
import type { ClusterView } from './view.ts';

/** Whether what an alert says is so in this view; one outlives its finding while it waits for its end, or for news of its subject. */
export function holdsNow({ check, subject }: Alert, { findings }: ClusterView): boolean {
  return findings.some((finding) => finding.check === check && finding.subject === subject);
}
