import type { Check } from '../model/checks/check.ts';
import { formatValue } from '../model/format.ts';
import { type MetricId, registry } from '../model/registry.ts';
import type { ClusterView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import type { CheckResult, CheckState } from './check-results.ts';
import { wrap } from './wrap.ts';

const words: Readonly<Record<CheckState, string>> = {
  critical: 'CRIT',
  warning: 'WARN',
  info: 'INFO',
  pass: 'PASS',
  part: 'PART',
  unknown: '?',
  off: 'OFF',
};

/** A line per check: what became of it, what it read, and where it could not look. */
export function checkList(view: ClusterView, results: readonly CheckResult[]): string {
  return results
    .map((result) => wrap([result.check.id, ...said(view, result)].join('; '), `  ${words[result.state].padEnd(4)} `))
    .join('');
}

function said(view: ClusterView, { check, state, blind, offBecause }: CheckResult): string[] {
  if (offBecause !== undefined) return [offBecause];
  const read =
    state === 'unknown'
      ? []
      : [
          check.metric === undefined
            ? (seenBy(view, check) ?? `read ${check.reads.replace(/; bounds in .*/, '')}`)
            : valuesOf(view, check.metric),
        ];
  const reasons = Map.groupBy(blind, ({ text }) => text);
  const unseen = [...reasons].map(([text, ones]) => {
    const names = ones.map(({ subject, subjectName }) => (subject === 'cluster' ? '' : clean(subjectName)));
    const whole = names.includes('') || names.length === view.members.length;
    return whole ? clean(text) : `not ${names.join(', ')}: ${clean(text)}`;
  });
  return [...read, ...unseen];
}

/** "certificate expiry cp-1 364d left, cp-2 20d left" for a check that shows what it saw. */
function seenBy({ members, at }: ClusterView, { title, shows }: Check): string | undefined {
  const seen = members.flatMap((member) => {
    const text = shows?.(member, at);
    return text === undefined ? [] : [`${clean(member.label)} ${text}`];
  });
  return seen.length === 0 ? undefined : `${title} ${seen.join(', ')}`;
}

/** "cp-1 2 ms, cp-2 3 ms" for a check that reads one metric. */
function valuesOf(view: ClusterView, id: MetricId): string {
  const values = view.members.flatMap(({ label, readings }) => {
    const { value } = readings[id];
    return value === undefined ? [] : [`${clean(label)} ${formatValue(value, registry[id].unit)}`];
  });
  return `${registry[id].title} ${values.join(', ')}`;
}
