import type { Facts } from '../derive/derive-view.ts';
import type { Finding } from '../finding.ts';
import { formatValue } from '../format.ts';
import type { Levels, MetricEntry, MetricId } from '../registry.ts';
import { metricIds, registry } from '../registry.ts';
import type { MemberView } from '../view.ts';
import { blindReadings } from './blind.ts';
import type { Check } from './check.ts';

/** One check per registry entry that has levels and names a check: the level of one number of one member. */
export const levelChecks: readonly Check[] = metricIds.flatMap((metric) => {
  const entry = registry[metric];
  return entry.check ? [levelCheck(metric, entry, entry.check)] : [];
});

function levelCheck(metric: MetricId, entry: MetricEntry, rule: NonNullable<MetricEntry['check']>): Check {
  return {
    id: rule.id,
    title: entry.title,
    reads: metric,
    metric,
    forSeconds: rule.forSeconds,
    outlastsWindow: rule.outlastsWindow,
    clearSeconds: rule.clearSeconds ?? 10,
    evaluate: (facts, { levelsOf }) =>
      facts.members.flatMap((member) => findingOf(metric, entry, rule, member, levelsOf(metric)) ?? []),
    blind: (facts, { levelsOf }) => (hasBounds(levelsOf(metric)) ? blindReadings(facts, rule.id, metric) : []),
    unknown: (facts, subject) => unread(facts, subject, metric),
    cleared: (alert, seconds) => endOf(alert.max, entry, seconds),
  };
}

const hasBounds = (levels: Levels | undefined): boolean =>
  levels?.warning !== undefined || levels?.critical !== undefined;

function findingOf(
  metric: MetricId,
  entry: MetricEntry,
  rule: NonNullable<MetricEntry['check']>,
  member: MemberView,
  levels: Levels | undefined,
): Finding | undefined {
  const { value, level } = member.readings[metric];
  if (value === undefined || (level !== 'warning' && level !== 'critical')) return undefined;
  const threshold = levels?.[level];
  return {
    check: rule.id,
    severity: level,
    subject: member.id,
    subjectName: member.label,
    value,
    threshold,
    unit: entry.unit,
    text: textOf(entry, value, threshold, levels?.below === true),
    remedy: rule.remedy,
    source: rule.source,
  };
}

function textOf({ title, unit }: MetricEntry, value: number, threshold: number | undefined, below: boolean): string {
  const [now, bound] = [formatValue(value, unit), threshold === undefined ? undefined : formatValue(threshold, unit)];
  if (bound === undefined) return `${title} ${now}`;
  if (now === bound) return `${title} just ${below ? 'under' : 'over'} ${bound}`;
  return `${title} ${now} ${below ? '<' : '>'} ${bound}`;
}

function unread(facts: Facts, subject: string, metric: MetricId): boolean {
  const reason = facts.members.find(({ id }) => id === subject)?.readings[metric].unknown?.reason;
  return reason === 'down' || reason === 'no-metrics' || reason === 'collecting';
}

function endOf(max: number | undefined, entry: MetricEntry, seconds: number): string {
  const worst = max === undefined ? '' : ` (max ${formatValue(max, entry.unit)})`;
  return `${entry.title} is well again after ${formatValue(Math.max(1, Math.round(seconds)), 'seconds')}${worst}`;
}
