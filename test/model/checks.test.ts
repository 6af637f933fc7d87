import { describe, expect, test } from 'vitest';
import type { CheckId } from '../../src/model/check-id.ts';
import type { Finding } from '../../src/model/finding.ts';
import { createMonitor, type Thresholds } from '../../src/model/monitor.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { beginning, idOf, type MemberPlan, type Page, pageAfter, threeAt } from './samples.ts';

const said = (check: CheckId, samples: readonly ClusterSample[], thresholds?: Thresholds): readonly Finding[] => {
  const monitor = createMonitor({ windowSeconds: 60, thresholds });
  for (const sample of samples) monitor.push(sample);
  return monitor.latest?.findings.filter((finding) => finding.check === check) ?? [];
};
const run = (count: number, plan: (seconds: number) => Parameters<typeof threeAt>[1], step = 2) =>
  Array.from({ length: count }, (_, i) => threeAt(i * step, plan(i * step)));
const grow = (family: string, bound: number) => (seconds: number) => ({
  c: { page: pageAfter(seconds, { [family]: { [bound / 2]: 0, [bound]: seconds * 50, Infinity: 0 } } as Page) },
});

test('a healthy cluster says nothing', () => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const sample of run(40, () => ({}))) monitor.push(sample);
  expect(monitor.latest?.findings).toEqual([]);
  expect(monitor.latest?.alerts).toEqual([]);
  expect(monitor.latest?.events.map(({ text }) => text)).toEqual(['started: 3 members, interval 2s']);
});

describe('levels', () => {
  test.each<[CheckId, string, number, string]>([
    ['wal-fsync-p99', 'etcd_disk_wal_fsync_duration_seconds', 0.016, 'WAL fsync p99 16 ms > 10 ms'],
    ['backend-commit-p99', 'etcd_disk_backend_commit_duration_seconds', 0.064, 'backend commit p99 64 ms > 25 ms'],
    [
      'peer-rtt-p99',
      `etcd_network_peer_round_trip_time_seconds{To="${idOf('a')}"}`,
      0.1024,
      'peer RTT p99 102 ms > 50 ms',
    ],
  ])('%s', (check, family, bound, text) => {
    expect(said(check, run(3, grow(family, bound)))).toMatchObject([
      { severity: 'warning', subjectName: 'c', text, remedy: expect.stringMatching(/\.$/) },
    ]);
    expect(said(check, run(3, grow(family, 0.004)))).toEqual([]);
    expect(said(check, run(1, grow(family, bound)))).toEqual([]);
  });
  test('are critical from the mixin bound', () =>
    expect(said('wal-fsync-p99', run(3, grow('etcd_disk_wal_fsync_duration_seconds', 2)))).toMatchObject([
      { severity: 'critical', threshold: 0.5 },
    ]));
  test('apply-backlog', () => {
    const at = (applied: bigint) =>
      said('apply-backlog', [threeAt(0, { b: { status: { raftIndex: 9000n, appliedIndex: applied } } })]);
    expect(at(8400n)).toMatchObject([{ severity: 'warning', value: 600, text: 'apply backlog 600 > 500' }]);
    expect(at(1000n)).toMatchObject([{ severity: 'critical' }]);
    expect(at(8990n)).toEqual([]);
  });
  test('quota-used', () => {
    const at = (quota: number) =>
      said('quota-used', [threeAt(0, { b: { page: { etcd_server_quota_backend_bytes: quota } } })]);
    expect(at(22e6)).toMatchObject([{ severity: 'warning', subjectName: 'b', text: 'quota used 91% > 80%' }]);
    expect(at(20.5e6)).toMatchObject([{ severity: 'critical' }]);
    expect(at(200e6)).toEqual([]);
  });
  test('a check can be switched off and a bound moved', () => {
    const slow = run(3, grow('etcd_disk_wal_fsync_duration_seconds', 0.016));
    expect(said('wal-fsync-p99', slow, { checks: { 'wal-fsync-p99': false } })).toEqual([]);
    expect(said('wal-fsync-p99', slow, { metrics: { walFsyncP99: { warning: 0.1 } } })).toEqual([]);
    expect(said('wal-fsync-p99', slow, { metrics: { walFsyncP99: { critical: 0.012 } } })).toMatchObject([
      { severity: 'critical', threshold: 0.012 },
    ]);
  });
});

describe('members', () => {
  test('down and hung', () => {
    expect(said('member-down', [threeAt(0, { c: 'down' })])).toMatchObject([
      { severity: 'critical', text: 'unreachable: connect ECONNREFUSED 10.0.0.1:2379' },
    ]);
    expect(said('member-down', [threeAt(0, { c: 'hung' })])).toMatchObject([
      { text: 'hung: frozen, cut off, or waiting for its disk (timeout after 2s)' },
    ]);
    expect(said('member-down', [threeAt(0, { c: { page: false } })])).toEqual([]);
  });
  test('of which only the metrics answer: a warning, and none where no endpoint says who the members are', () => {
    const deaf = threeAt(0, { c: { page: pageAfter(0), status: false } });
    expect(said('member-down', [deaf])).toMatchObject([
      {
        severity: 'warning',
        subjectName: 'c',
        text: 'its metrics answer, but its API does not: connect ECONNREFUSED 10.0.0.1:2379',
      },
    ]);
    expect(said('member-down', [{ ...deaf, clusterId: undefined }])).toEqual([]);
  });
  test('a learner that is down is a warning, one that never started is told apart', () => {
    expect(said('member-down', [threeAt(0, { d: { learner: true, status: false, page: false } })])).toMatchObject([
      { severity: 'warning' },
    ]);
    const fresh: MemberPlan = { name: '', clientUrls: [], status: false, page: false };
    expect(said('member-down', [threeAt(0, { d: fresh })])).toEqual([]);
    expect(said('member-unstarted', [threeAt(0, { d: fresh })])).toMatchObject([{ severity: 'warning' }]);
  });
  test('restarted, for five minutes, with its versions', () => {
    const restarted = (seconds: number) =>
      seconds < 10
        ? {}
        : {
            c: {
              page: pageAfter(seconds - 9, {
                process_start_time_seconds: beginning / 1000 + 9,
                process_cpu_seconds_total: 0.1,
              }),
              status: { version: '3.5.17' },
            },
          };
    expect(said('member-restarted', run(5, restarted))).toEqual([]);
    expect(said('member-restarted', run(8, restarted))).toMatchObject([
      { severity: 'info', text: 'restarted 4s ago (3.5.16 -> 3.5.17)' },
    ]);
    expect(said('member-restarted', run(170, restarted))).toEqual([]);
  });
  test('without metrics: normal from the start, a warning when there were some', () => {
    const none = { c: { page: false } } as const;
    expect(
      said(
        'metrics-unavailable',
        run(3, () => none),
      ),
    ).toMatchObject([{ severity: 'info' }]);
    expect(
      said(
        'metrics-unavailable',
        run(3, (seconds) => (seconds < 2 ? {} : none)),
      ),
    ).toMatchObject([{ severity: 'warning' }]);
    expect(said('metrics-unavailable', [threeAt(0, { c: 'down' })])).toEqual([]);
  });
  test('defragmenting', () => {
    expect(
      said('defrag-in-flight', [threeAt(0, { c: { page: pageAfter(0, { etcd_disk_defrag_inflight: 1 }) } })]),
    ).toHaveLength(1);
    expect(
      said('defrag-in-flight', [threeAt(0, { c: { page: pageAfter(0, { etcd_disk_defrag_inflight: 0 }) } })]),
    ).toEqual([]);
  });
});

describe('progress', () => {
  test('follower-lag', () => {
    const at = (behind: bigint, plan: MemberPlan = {}, thresholds?: Thresholds) =>
      said(
        'follower-lag',
        [
          threeAt(0, {
            a: { status: { raftIndex: 100_000n } },
            b: { status: { raftIndex: 100_000n } },
            c: { ...plan, status: { raftIndex: 100_000n - behind } },
          }),
        ],
        thresholds,
      );
    expect(at(2000n)).toMatchObject([
      { severity: 'warning', subjectName: 'c', text: '2k entries behind the furthest member > 1k' },
    ]);
    expect(at(9000n)).toMatchObject([{ severity: 'critical' }]);
    expect(at(12n)).toEqual([]);
    expect(at(12n, {}, { checks: { 'follower-lag': { critical: 10 } } })).toMatchObject([
      { severity: 'critical', threshold: 10 },
    ]);
    expect(at(12n, {}, { metrics: { raftIndexLag: { warning: 10 } } })).toMatchObject([{ severity: 'warning' }]);
    expect(at(9000n, { learner: true })).toEqual([]);
  });
  test('a learner catches up, has caught up, or is stuck', () => {
    const at = (index: (seconds: number) => number, count = 3) =>
      said(
        'learner',
        run(count, (seconds) => ({
          a: { status: { raftIndex: 50_000n } },
          d: { learner: true, status: { raftIndex: BigInt(index(seconds)) } },
        })),
      );
    expect(at((seconds) => seconds * 10)).toMatchObject([{ severity: 'info', text: 'learner, 50k entries behind' }]);
    expect(at(() => 50_000)).toMatchObject([{ severity: 'info', text: expect.stringContaining('caught up') }]);
    expect(at(() => 10, 160)).toMatchObject([{ severity: 'info', text: 'learner, 50k entries behind' }]);
    expect(at((seconds) => seconds, 160)).toMatchObject([{ severity: 'info' }]);
    expect(at(() => 50_000, 160)).toMatchObject([{ severity: 'info' }]);
    expect(said('learner', [threeAt(0)])).toEqual([]);
  });
});

describe('the database', () => {
  test('fragmentation needs size and share', () => {
    const at = (dbSizeBytes: number, dbInUseBytes: number, thresholds?: Thresholds) =>
      said('fragmentation', [threeAt(0, { c: { status: { dbSizeBytes, dbInUseBytes } } })], thresholds);
    expect(at(1e9, 3e8)).toMatchObject([
      { value: 0.3, text: 'only 30% of 954M in use < 50%: a defragmentation returns 668M' },
    ]);
    expect(at(1e9, 6e8)).toEqual([]);
    expect(at(2e8, 5e7)).toEqual([]);
    expect(at(1e9, 3e8, { checks: { fragmentation: { critical: 0.4 } } })).toMatchObject([
      { severity: 'critical', threshold: 0.4 },
    ]);
    expect(at(1e9, 6e8, { metrics: { dbInUseRatio: { warning: 0.7 } } })).toMatchObject([{ threshold: 0.7 }]);
  });
});

describe('versions', () => {
  const at = (b: string) => said('version-skew', [threeAt(0, { b: { status: { version: b } } })]);
  test('one minor apart is an upgrade, more is a mistake', () => {
    expect(at('3.5.16')).toEqual([]);
    expect(at('3.6.1')).toMatchObject([{ severity: 'info' }]);
    expect(at('3.4.23')).toMatchObject([
      { severity: 'info', text: 'members run 3.4.23, 3.5.16: an upgrade is under way' },
    ]);
    expect(at('3.7.0')).toMatchObject([{ severity: 'warning' }]);
    expect(at('4.0.0')).toMatchObject([{ severity: 'warning' }]);
  });
  test('an endpoint of another cluster is refused in words', () => {
    const endpoints = [
      { endpoint: 'https://x:2379', error: { kind: 'cluster-mismatch', text: 'https://x:2379 belongs to cluster 5' } },
      { endpoint: 'https://y:2379', error: { kind: 'refused', text: 'no' } },
    ] as const;
    expect(said('cluster-mismatch', [threeAt(0, {}, { endpoints })])).toMatchObject([
      { subject: 'https://x:2379', severity: 'critical' },
    ]);
  });
});
