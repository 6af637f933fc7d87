import { total } from '../series-index.ts';
import type { Case } from './case.ts';

/** What the other members' own counters say of their connections to one member. */
export type PeerSight = { readonly seenBy: readonly string[]; readonly lostBy: readonly string[] };

/** From etcd_network_active_peers of every member that answers; since 3.5 a frozen peer still counts as active. */
export function peerSight({ view }: Case, id: string): PeerSight {
  const seenBy: string[] = [];
  const lostBy: string[] = [];
  for (const { id: own, label, sample } of view.members) {
    if (own === id || !sample.metrics) continue;
    const active = total(sample.metrics.set, 'etcd_network_active_peers', { Remote: id });
    if (active !== undefined) (active > 0 ? seenBy : lostBy).push(label);
  }
  return { seenBy, lostBy };
}
