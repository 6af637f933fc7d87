import type { MetricId } from '../registry.ts';
import type { MemberView } from '../view.ts';

/** Each member counts its own part: the cluster's number is the sum. */
const summed: readonly MetricId[] = [
  'rangesPerSecond',
  'watchers',
  'slowWatchers',
  'slowApplyPerSecond',
  'slowReadIndexPerSecond',
  'proposalsPending',
  'proposalsFailedPerSecond',
  'heartbeatFailuresPerSecond',
  'clientSentBytesPerSecond',
  'clientReceivedBytesPerSecond',
  'peerSentBytesPerSecond',
  'peerReceivedBytesPerSecond',
];

/** Every member applies the same log and counts the same thing: the cluster's number is that of the furthest member. */
const replicated: readonly MetricId[] = [
  'putsPerSecond',
  'deletesPerSecond',
  'txnsPerSecond',
  'proposalsCommittedPerSecond',
  'proposalsAppliedPerSecond',
  'keys',
];

/** Numbers of the whole cluster; one that a member with metrics cannot give is left out rather than understated. */
export function totalsOf(members: readonly MemberView[]): Readonly<Partial<Record<MetricId, number>>> {
  const full = members.filter(({ access }) => access === 'full' || access === 'metrics-only');
  const totals: Partial<Record<MetricId, number>> = {};
  const add = (metrics: readonly MetricId[], of: (values: readonly number[]) => number) => {
    for (const metric of metrics) {
      const values = full.flatMap(({ readings }) => readings[metric].value ?? []);
      if (full.length > 0 && values.length === full.length) totals[metric] = of(values);
    }
  };
  add(summed, (values) => values.reduce((sum, value) => sum + value, 0));
  add(replicated, (values) => Math.max(...values));
  return totals;
}
