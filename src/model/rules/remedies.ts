import type { CheckId } from '../check-id.ts';
import { metricIds, registry } from '../registry.ts';

/** What to do where a rule's check is not the level of one metric. */
const remedies: Readonly<Partial<Record<CheckId, string>>> = {
  'member-down':
    "Look at the member's process and log on its host, and at the way there; do not stop another voter now.",
  'quorum-lost':
    'Bring voters back before anything else; restore from a snapshot only when their data is gone for good.',
  'no-leader': 'If it lasts longer than an election, look at the peer network and at the voters that are down.',
  'leader-changes': "Look at the leader's disk and CPU and at the peer network: heartbeats come late.",
  'even-members': 'Add a member or remove one, so that the number of voters is odd.',
  'too-many-members': 'Remove members until five or seven are left.',
  'growth-forecast': 'Find what writes; see that compaction runs, compact, then defragment member by member.',
  fragmentation: 'Defragment member by member, the leader last, in a quiet hour.',
  'defrag-in-flight': 'Wait for it to end before touching another member.',
  learner: 'etcdctl member promote once it has caught up; K3s and RKE2 do so themselves.',
  'peer-disconnected': 'Look at the network between the members on the peer port, both ways.',
  'metrics-unavailable': 'Look at the log of the job.',
};

/** What to do about a rule whose statement is that of `check`. */
export function remedyFor(check: CheckId): string {
  const metric = metricIds.find((id) => registry[id].check?.id === check);
  return remedies[check] ?? (metric ? registry[metric].check?.remedy : undefined) ?? 'Look at the members it names.';
}
