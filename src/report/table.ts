import { causeNote } from '../model/cause-words.ts';
import type { Severity } from '../model/finding.ts';
import type { ClusterView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { clusterLines } from './cluster-lines.ts';
import type { Format } from './format.ts';
import { memberTable } from './member-table.ts';
import { wrap } from './wrap.ts';

/** A block of plain text per sample: cluster, members, findings with what they come from; at most 80 columns, no escape sequences. */
export const table: Format = {
  id: 'table',
  help: 'a block of plain text per sample',
  open: () => (view) => `${clusterLines(view)}${memberTable(view)}${endpointLines(view)}${findingLines(view)}\n`,
};

/** The word in front of a finding. */
export const severityWords: Readonly<Record<Severity, string>> = { info: 'INFO', warning: 'WARN', critical: 'CRIT' };

/** Configured endpoints that belong to no member, and why; then what the collector has to say about itself. */
export function endpointLines(view: ClusterView, first = '?    '): string {
  const endpoints = view.endpoints.map(({ endpoint, error }) => `${clean(endpoint)}: ${clean(error.text)}`);
  const notices = view.notices?.map(clean) ?? [];
  return [...endpoints, ...notices].map((text) => wrap(text, first)).join('');
}

function findingLines(view: ClusterView): string {
  return view.findings
    .map((finding) => {
      const note = causeNote(finding, view.causes);
      const text = `${finding.subjectName}: ${finding.text}${note === '' ? '' : ` (${note})`}`;
      return wrap(clean(text), `${severityWords[finding.severity].padEnd(4)} `);
    })
    .join('');
}
