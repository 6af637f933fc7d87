import type { Facts } from '../derive/derive-view.ts';
import { formatPerSecond } from '../format.ts';
import { blindCluster } from './blind.ts';
import type { Check } from './check.ts';
import { ofCluster } from './finding-of.ts';

/** Writes per second. `etcdctl check perf` calls 1,000 a medium and 8,000 a large load; a busy moment is no fault. */
const bounds = { worthAWord: 1000, warning: 8000 };

/** How much the cluster has to write. */
export const loadChecks: readonly Check[] = [
  {
    id: 'write-load',
    title: 'write load',
    reads: 'proposalsCommittedPerSecond of the whole cluster',
    levels: { warning: bounds.warning },
    forSeconds: 10,
    clearSeconds: 10,
    evaluate: (facts, context) => {
      const rate = writesOf(facts);
      if (rate === undefined) return [];
      const { warning = bounds.warning, critical = Infinity } = context.bounds;
      if (rate < Math.min(bounds.worthAWord, warning, critical)) return [];
      const severity = rate >= critical ? 'critical' : rate >= warning ? 'warning' : 'info';
      const from = { critical, warning, info: bounds.worthAWord }[severity];
      return [
        ofCluster('write-load', {
          severity,
          value: rate,
          threshold: from,
          unit: 'perSecond',
          text: `${formatPerSecond(rate)} written >= ${formatPerSecond(from)}`,
          remedy: 'Look at who writes (diagnose hotkeys); few clusters need so much for long.',
          source: 'etcdctl check perf: 1,000/s is a medium load, 8,000/s a large one',
        }),
      ];
    },
    blind: (facts) =>
      writesOf(facts) === undefined ? [blindCluster('write-load', 'needs a second sample of a member')] : [],
    unknown: (facts) => writesOf(facts) === undefined,
  },
];

/** Raft entries by the metrics, else revisions by Status. */
function writesOf({ totals, revisionPerSecond }: Facts): number | undefined {
  return totals.proposalsCommittedPerSecond ?? revisionPerSecond;
}
