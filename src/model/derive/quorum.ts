import type { Past } from '../past.ts';
import type { ClusterSample } from '../sample.ts';
import type { Quorum } from '../view.ts';
import { votersOf } from './voters.ts';

/** No election takes longer than this, and no leader without a quorum stays one for so long (its followers' timeouts are 1 to 5 s). */
const settledSeconds = 15;

/**
 * Whether the cluster can decide anything. What we cannot reach may still be well, so a leader that a member goes on seeing proves a quorum,
 * and silence proves nothing; members that answer but see no leader have lost it, after the time that an election may take. Without the
 * member list nobody knows how many voters there are: who sees no leader may be cut off from a quorum that is well.
 */
export function quorumOf(sample: ClusterSample, number: number, past: Past): Quorum {
  const { all, answered, healthy, needed, led } = votersOf(sample);
  const secondsSince = (mono: number | undefined) => (sample.mono - (mono ?? sample.mono)) / 1000;
  const leader = past.leader.at(number);
  const settled = Math.min(secondsSince(leader?.mono), secondsSince(past.enough.at(number)?.mono)) >= settledSeconds;
  const state = (): Quorum['state'] => {
    if (all.length === 0 || answered === 0) return 'unknown';
    if (healthy >= needed) return 'ok';
    if (led) return settled ? 'ok' : 'unknown';
    if (sample.clusterId === undefined) return 'unknown';
    return answered < needed || settled ? 'lost' : 'unknown';
  };
  return { state: state(), voters: all.length, healthy, needed, canLose: Math.max(0, healthy - needed) };
}
