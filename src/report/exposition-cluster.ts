import { leaderSeen } from '../model/derive/access.ts';
import type { ClusterView } from '../model/view.ts';
import { type Family, gauge, one, states } from './exposition-family.ts';

/** What is true of the cluster as a whole. */
export function clusterFamilies(view: ClusterView): readonly Family[] {
  const { quorum, leader, freshness } = view;
  // Without the member list nobody knows how many there are, and without an answer nobody knows who is well.
  const listed = view.clusterId !== undefined && view.members.length > 0;
  const asked = listed && view.members.some(({ access }) => access !== 'down');
  return [
    gauge('etcdoc_cluster_info', 'Id and versions of the cluster; always 1.', [
      [
        {
          cluster_id: view.clusterId ?? '',
          cluster_version: view.clusterVersion ?? '',
          storage_version: view.storageVersion ?? '',
        },
        view.clusterId === undefined ? undefined : 1,
      ],
    ]),
    one('etcdoc_cluster_members', 'Members of the cluster.', listed ? view.members.length : undefined),
    one('etcdoc_quorum_voters', 'Members with a vote.', listed ? quorum.voters : undefined),
    one('etcdoc_quorum_healthy_voters', 'Voters that answer and see a leader.', asked ? quorum.healthy : undefined),
    one('etcdoc_quorum_needed_voters', 'Voters that a quorum needs.', listed ? quorum.needed : undefined),
    one(
      'etcdoc_quorum_can_lose_voters',
      'Voters that may still fail before the quorum is lost.',
      asked ? quorum.canLose : undefined,
    ),
    gauge(
      'etcdoc_quorum_state',
      'Whether the cluster can decide anything.',
      states('state', ['ok', 'lost', 'unknown'], quorum.state),
    ),
    one('etcdoc_has_leader', 'Whether any member that answers sees a leader.', leaderSeen(view.members)),
    one(
      'etcdoc_leader_since_timestamp_seconds',
      'When this leader was first seen to lead.',
      leader.since === undefined ? undefined : leader.since / 1000,
    ),
    one(
      'etcdoc_leader_changes_last_hour',
      'Leader changes that etcdoc saw in its last hour of history.',
      view.historySeconds > 0 ? leader.changes : undefined,
    ),
    one('etcdoc_raft_term', 'Raft term.', view.term),
    one('etcdoc_revision', 'Revision of the store.', view.revision),
    one('etcdoc_revision_per_second', 'By how much the revision grows: writes.', view.revisionPerSecond),
    one('etcdoc_compact_revision', 'Revision up to which history was compacted.', view.compactRevision),
    gauge(
      'etcdoc_alarm',
      'Alarms in force, by the member that raised them.',
      view.alarms.map(({ memberId, memberName, type }) => [{ member: memberName, member_id: memberId, type }, 1]),
    ),
    gauge(
      'etcdoc_endpoint_error',
      'Configured endpoints that belong to no member, by why they failed.',
      view.endpoints.map(({ endpoint, error }) => [{ endpoint, kind: error.kind }, 1]),
    ),
    gauge(
      'etcdoc_freshness',
      'Whether all members (complete), some of them, or for a while none stand behind the last sample.',
      states('state', ['complete', 'partial', 'stale'], freshness.state),
    ),
    one(
      'etcdoc_last_complete_timestamp_seconds',
      'When all members last answered the same poll.',
      freshness.completeAt === undefined ? undefined : freshness.completeAt / 1000,
    ),
  ];
}
