import { formatValue } from '../format.ts';
import { type MetricId, registry } from '../registry.ts';
import type { MemberView } from '../view.ts';

/** "WAL fsync p99 38 ms"; undefined where it is not known. */
export function said(member: MemberView, metric: MetricId): string | undefined {
  const value = member.readings[metric].value;
  return value === undefined ? undefined : `${registry[metric].title} ${formatValue(value, registry[metric].unit)}`;
}

/** The same for several metrics, those that are known. */
export function saidOf(member: MemberView, metrics: readonly MetricId[]): string[] {
  return metrics.flatMap((metric) => said(member, metric) ?? []);
}

/** The highest known value of a metric, and whose it is. */
export function highest(
  members: readonly MemberView[],
  metric: MetricId,
): { readonly member: MemberView; readonly value: number } | undefined {
  let best: { member: MemberView; value: number } | undefined;
  for (const member of members) {
    const { value } = member.readings[metric];
    if (value !== undefined && (best === undefined || value > best.value)) best = { member, value };
  }
  return best;
}

/** Whether a reading is known and beyond a bound. */
export const breached = (member: MemberView, metric: MetricId): boolean =>
  member.readings[metric].level === 'warning' || member.readings[metric].level === 'critical';
