import type { Past } from '../past.ts';
import type { ClusterSample } from '../sample.ts';
import type { Freshness } from '../view.ts';

/** Whether all, some or none of the members stand behind this moment; members that never started are not waited for. */
export function freshnessOf(sample: ClusterSample, number: number, past: Past): Freshness {
  const complete = past.complete.at(number);
  if (complete?.value) return { state: 'complete', completeAt: sample.at };
  const answered = past.anyAnswered.at(number);
  const silent = answered?.value === false ? sample.mono - answered.mono + sample.intervalSeconds * 1000 : 0;
  const stale = silent > 3 * sample.intervalSeconds * 1000;
  return { state: stale ? 'stale' : 'partial', completeAt: complete?.previousAt };
}
