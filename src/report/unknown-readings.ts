import type { Unknown } from '../model/reading.ts';
import { type MetricId, metricIds, registry } from '../model/registry.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { clean } from '../text/clean.ts';

/** Every number that is missing, by why; members with the same gaps in one line. */
export function unknownReadings(view: ClusterView): string[] {
  const groups = new Map<string, string[]>();
  for (const member of view.members) {
    for (const [why, titles] of reasonsOf(member)) {
      const key = `${why}: ${titles.join(', ')}`;
      groups.set(key, [...(groups.get(key) ?? []), clean(member.label)]);
    }
  }
  return [...groups].map(([key, members]) =>
    members.length === view.members.length ? key : `${members.join(', ')}: ${key}`,
  );
}

/** Reasons that one line about the member does not say already. */
function reasonsOf(member: MemberView): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const id of metricIds) {
    const { value, unknown } = member.readings[id];
    const why = value === undefined && unknown ? wordsFor(id, unknown) : undefined;
    if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), registry[id].title]);
  }
  return reasons;
}

function wordsFor(metric: MetricId, unknown: Unknown): string | undefined {
  const { needs } = registry[metric];
  switch (unknown.reason) {
    case 'down':
    case 'no-metrics':
      return undefined;
    case 'not-exposed':
      return needs === undefined ? 'not exposed by this version' : `exposed only with ${needs}`;
    case 'collecting':
      return `needs ${Math.ceil(unknown.secondsLeft)} s more of history`;
    case 'no-observations':
      return 'nothing happened to measure';
    case 'not-asked':
      return 'not asked yet';
  }
}
