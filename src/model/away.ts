import { answered, unstarted } from './derive/access.ts';
import type { History } from './history.ts';
import type { ClusterSample } from './sample.ts';

/** A prober looks at a silent peer every five seconds: up to two such looks are too few to be judged by (see peerRttP99). */
const leastSeconds = 10;

/**
 * Members that were silent for more than a moment since monotonic ms `from`, up to sample `number`. The others' probers go on counting an
 * old round trip for them (etcd's rafthttp/probing_status.go), which says nothing of the network.
 */
export function awaySince(history: History, from: number, number: number): readonly string[] {
  const seconds = new Map<string, number>();
  for (let at = history.since(from, number); at <= number; at++) {
    const sample = history.at(at);
    for (const id of sample ? silentIn(sample) : none)
      seconds.set(id, (seconds.get(id) ?? 0) + (sample?.intervalSeconds ?? 0));
  }
  return seconds.size === 0 ? none : [...seconds.keys()].filter((id) => (seconds.get(id) ?? 0) >= leastSeconds).sort();
}

const none: readonly string[] = [];
const known = new WeakMap<ClusterSample, readonly string[]>();

function silentIn(sample: ClusterSample): readonly string[] {
  let ids = known.get(sample);
  if (ids === undefined) {
    const silent = sample.members.filter((member) => !answered(member) && !unstarted(member));
    ids = silent.length === 0 ? none : silent.map(({ id }) => id);
    known.set(sample, ids);
  }
  return ids;
}
