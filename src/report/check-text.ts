import { accountedFor, type Cause } from '../model/cause.ts';
import type { Finding } from '../model/finding.ts';
import { type FailOn, judge } from '../model/verdict.ts';
import type { ClusterView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import { checkList } from './check-list.ts';
import { checkResults } from './check-results.ts';
import { clusterLines } from './cluster-lines.ts';
import type { Format, ReportOptions } from './format.ts';
import { memberTable } from './member-table.ts';
import { notMeasured } from './not-measured.ts';
import { provenanceText } from './provenance.ts';
import { endpointLines, severityWords } from './table.ts';
import { wrap } from './wrap.ts';

/** The report of `check`: verdict, causes with what to do, cluster, members, findings, and what could not be measured. */
export const checkText: Format = {
  id: 'text',
  help: 'a report for people',
  open: (options) => (view) => withoutSecrets(reportOf(view, options)),
};

function reportOf(view: ClusterView, { failOn, from, off, verbose }: ReportOptions): string {
  const results = checkResults(view, off);
  const unseen = notMeasured(view, { results, samples: from?.samples, verbose });
  return [
    wrap(headline(view, failOn)),
    section('CAUSES', view.causes.map(causeText).join('')),
    view.causes.length === 0 ? '' : '\n',
    clusterLines(view),
    section('FINDINGS', findingsText(view)),
    section('MEMBERS', view.members.length === 0 ? '' : memberTable(view)),
    section('NOT MEASURED', endpointLines(untold(view), '  ') + unseen.map((text) => wrap(text, '  ')).join('')),
    section('CHECKS', verbose ? checkList(view, results) : ''),
    section('', from ? provenanceText(from, view) : ''),
  ].join('');
}

function headline(view: ClusterView, failOn: FailOn): string {
  const { verdict } = judge(view, failOn);
  const count = (severity: Finding['severity']) =>
    view.findings.filter((finding) => finding.severity === severity).length;
  if (verdict === 'unknown') return 'UNKNOWN: no member answered, so quorum cannot be confirmed';
  const seen = view.clusterId === undefined ? ', as far as metrics alone tell' : '';
  const by = view.rules === undefined ? '' : ` by the rules of ${view.rules}`;
  return `${verdict.toUpperCase()}${by}${seen}: ${count('critical')} critical, ${count('warning')} warning, ${count('info')} info`;
}

function section(title: string, text: string): string {
  return text === '' ? '' : `\n${title}${title === '' ? '' : '\n'}${text}`;
}

function causeText(cause: Cause, index: number): string {
  const lead = `  ${index + 1}. ${severityWords[cause.severity].padEnd(4)} `;
  const indent = ' '.repeat(lead.length);
  const name = cause.subject === 'cluster' ? '' : `${clean(cause.subjectName)}: `;
  const said = (word: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : wrap(clean(text), `${indent}${word.padEnd(9)}`);
  return [
    wrap(`${name}${clean(cause.text)} [${cause.cause}, confidence ${cause.confidence}]`, lead),
    said('because:', cause.evidence.slice(0, 6).join('; ')),
    said('against:', cause.against),
    ...cause.next.map((text, at) => said(at === 0 ? 'next:' : 'then:', text)),
  ].join('');
}

/** The view without the endpoints of which a finding has said why they do not answer. */
function untold(view: ClusterView): ClusterView {
  const told = view.findings.flatMap(({ check, text }) => (check === 'endpoint-down' ? [text] : []));
  const isTold = ({ endpoint, error }: ClusterView['endpoints'][number]) =>
    told.some((text) => text.includes(`${endpoint}: ${error.text}`));
  return { ...view, endpoints: view.endpoints.filter((one) => !isTold(one)) };
}

/** Members of which the same is to be said share its lines; so do findings of one check what to do about it. */
function findingsText({ findings, causes }: ClusterView): string {
  const same = Map.groupBy(findings, ({ check, severity, text }) => `${check} ${severity} ${text}`);
  const groups = [...same.values()].flatMap(([first, ...others]) => (first ? [{ first, others }] : []));
  return groups
    .map(({ first, others }, index) => {
      const next = groups[index + 1]?.first;
      const more = next?.check === first.check && next.remedy === first.remedy;
      const names = [first, ...others].map(({ subjectName }) => clean(subjectName)).join(', ');
      return findingText(first, names, more || accountedFor(first, causes), more);
    })
    .join('');
}

/** What a cause accounts for has its remedy there. */
function findingText(finding: Finding, names: string, remedySaid: boolean, sourceSaid: boolean): string {
  const lead = `  ${severityWords[finding.severity].padEnd(4)} `;
  const indent = ' '.repeat(lead.length);
  return [
    wrap(`${names}: ${clean(finding.text)} [${finding.check}]`, lead),
    finding.remedy === '' || remedySaid ? '' : wrap(`do: ${clean(finding.remedy)}`, indent),
    finding.source === '' || sourceSaid ? '' : wrap(`by: ${clean(finding.source)}`, indent),
  ].join('');
}
