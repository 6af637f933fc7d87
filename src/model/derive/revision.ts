import type { History } from '../history.ts';
import type { ClusterSample } from '../sample.ts';

/** Short enough to follow the load, long enough not to flicker. */
const rateSeconds = 10;

/** The furthest revision that a reachable member has. */
export function revisionOf(sample: ClusterSample): bigint | undefined {
  let best: bigint | undefined;
  for (const { status } of sample.members) {
    if (status && (best === undefined || status.revision > best)) best = status.revision;
  }
  return best;
}

/** Revisions written per second over about ten seconds; undefined before a second sample and across a restored backup. */
export function revisionPerSecond(sample: ClusterSample, number: number, history: History): number | undefined {
  const now = revisionOf(sample);
  if (now === undefined) return undefined;
  const from = Math.min(history.since(sample.mono - rateSeconds * 1000, number), number - 1);
  for (let at = Math.max(from, history.comparableFrom(number)); at < number; at++) {
    const before = history.at(at);
    const then = before && revisionOf(before);
    if (before === undefined || then === undefined) continue;
    return now < then ? undefined : Number(now - then) / ((sample.mono - before.mono) / 1000);
  }
  return undefined;
}
