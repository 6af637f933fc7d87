import { describe, expect, test } from 'vitest';
import { checkIds } from '../../src/model/check-id.ts';
import { checks } from '../../src/model/checks.ts';
import { metricIds, registry, wantedFamilies } from '../../src/model/registry.ts';

describe('the registry', () => {
  test('has the ids that other tools key on', () => {
    const promised =
      'walFsyncP99 backendCommitP99 peerRttP99 dbSizeBytes dbInUseBytes quotaBytes quotaUsedRatio dbGrowthBytesPerSecond secondsToQuota raftIndexLag applyBacklog revisionLag proposalsPending proposalsFailedPerSecond leaderChanges slowApplyPerSecond slowReadIndexPerSecond heartbeatFailuresPerSecond grpcFailedRatio putsPerSecond rangesPerSecond txnsPerSecond deletesPerSecond watchers keys peerSentBytesPerSecond peerReceivedBytesPerSecond clientSentBytesPerSecond clientReceivedBytesPerSecond cpuCores residentBytes openFdsRatio uptimeSeconds statusRttSeconds linearizableReadSeconds secondsSinceCompaction';
    expect(metricIds).toEqual(expect.arrayContaining(promised.split(' ')));
  });

  test('has one header per column and critical beyond warning', () => {
    const headers = metricIds.flatMap((id) => registry[id].column?.header ?? []);
    expect(new Set(headers).size).toBe(headers.length);
    for (const id of metricIds) {
      const { levels } = registry[id];
      if (levels?.warning === undefined || levels.critical === undefined) continue;
      expect(levels.below ? -levels.critical : levels.critical, id).toBeGreaterThan(
        levels.below ? -levels.warning : levels.warning,
      );
    }
  });

  test('asks a page for histograms by their base name, and for who the member is', () => {
    for (const family of [
      'etcd_disk_wal_fsync_duration_seconds',
      'etcd_network_peer_round_trip_time_seconds',
      'process_start_time_seconds',
      'etcd_server_id',
      'etcd_server_quota_backend_bytes',
    ])
      expect(wantedFamilies).toContain(family);
    expect([...wantedFamilies].filter((family) => /_(bucket|sum|count)$/.test(family))).toEqual([]);
  });
});

describe('the checks', () => {
  test('have one row per id', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(checkIds).toContain(id);
  });

  test('are those that the screen needs', () => {
    const needed =
      'member-down quorum-lost quorum-margin no-leader leader-changes wal-fsync-p99 backend-commit-p99 peer-rtt-p99 apply-backlog follower-lag alarm-nospace alarm-corrupt quota-used fragmentation defrag-in-flight learner version-skew member-restarted metrics-unavailable cluster-mismatch';
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(needed.split(' ')));
  });
});
