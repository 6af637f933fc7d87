import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../../src/model/monitor.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { beginning, type MemberPlan, pageAfter, threeAt } from '../samples.ts';
import { blindTo, every, said } from './said.ts';

describe('linearizable-read', () => {
  const read = (linearizable: MemberPlan['linearizable'], more: MemberPlan = {}) => [
    threeAt(0, { b: { page: pageAfter(0), ...more, ...(linearizable ? { linearizable } : {}) } }),
  ];
  test('slow, slower, failed', () => {
    expect(said('linearizable-read', read({ at: beginning, seconds: 0.8 }))).toMatchObject([
      { severity: 'warning', text: 'linearizable read took 800 ms > 500 ms' },
    ]);
    expect(said('linearizable-read', read({ at: beginning, seconds: 3 }))).toMatchObject([{ severity: 'critical' }]);
    expect(said('linearizable-read', read({ at: beginning, seconds: 0.02 }))).toEqual([]);
    const error = { kind: 'timeout', text: 'request timed out' } as const;
    expect(said('linearizable-read', read({ at: beginning, error }))).toMatchObject([
      { severity: 'critical', text: 'linearizable read failed: request timed out' },
    ]);
  });
  test('one that lacks rights has answered, and a learner refuses by design', () => {
    expect(said('linearizable-read', read({ at: beginning, error: { kind: 'auth', text: 'no' } }))).toEqual([]);
    const error = { kind: 'rpc', text: 'rpc not supported for learner' } as const;
    expect(said('linearizable-read', read({ at: beginning, error }, { learner: true }))).toEqual([]);
  });
  test('a member that went down while its reads were slow is not told well again', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const error = { kind: 'refused', text: 'connection refused' } as const;
    for (let at = 0; at <= 40; at += 2) {
      const slow: MemberPlan = { page: pageAfter(at), linearizable: { at: beginning + at * 1000, seconds: 0.8 } };
      const down: MemberPlan = { status: false, page: false, linearizable: { at: beginning + at * 1000, error } };
      monitor.push(threeAt(at, { b: at < 10 ? slow : down }));
    }
    const { events = [], alerts = [] } = monitor.latest ?? {};
    expect(events.filter(({ kind, text }) => kind === 'OK' && text.includes('linearizable'))).toEqual([]);
    expect(alerts.find(({ check }) => check === 'linearizable-read')?.clearedAt).toBeUndefined();
  });
  test('not asked yet is no pass', () =>
    expect(blindTo('linearizable-read', read(undefined))).toMatchObject([{}, { text: 'not asked yet' }, {}]));
});

describe('write-load', () => {
  const writes = (perSecond: number) =>
    every(2, 20, (at) => {
      const member = {
        status: {
          revision: BigInt(at * perSecond),
          raftIndex: BigInt(at * perSecond),
          appliedIndex: BigInt(at * perSecond),
        },
        page: pageAfter(at, { etcd_server_proposals_committed_total: 1000 + at * perSecond }),
      };
      return { a: member, b: member, c: member };
    });
  test('a medium load is worth a word, a large one a warning', () => {
    expect(said('write-load', writes(300))).toEqual([]);
    expect(said('write-load', writes(2000))).toMatchObject([{ severity: 'info', text: '2k/s written >= 1k/s' }]);
    expect(said('write-load', writes(9000))).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('revision-lag', () => {
  const behind = (revisions: bigint, applied: bigint) =>
    every(2, 4, (at) => ({
      a: { status: { revision: 800_000n, raftIndex: 900_000n, appliedIndex: 900_000n }, page: pageAfter(at) },
      b: { status: { revision: 800_000n, raftIndex: 900_000n, appliedIndex: 900_000n }, page: pageAfter(at) },
      c: {
        status: { revision: 800_000n - revisions, raftIndex: 900_000n, appliedIndex: 900_000n - applied },
        page: pageAfter(at),
      },
    }));
  test('the same log and other revisions: the data differs', () =>
    expect(said('revision-lag', behind(700_000n, 0n))).toMatchObject([
      { severity: 'critical', subjectName: 'c', text: expect.stringContaining('its data differs') },
    ]));
  test('a follower that applies later is only behind, and a little is nothing', () => {
    expect(said('revision-lag', behind(3000n, 3100n))).toMatchObject([{ severity: 'warning' }]);
    expect(said('revision-lag', behind(400n, 400n))).toEqual([]);
  });
});

describe('false alarms of the field stay silent', () => {
  /** All that is said above info, at any moment from sample `first` on. */
  const findings = (samples: readonly ClusterSample[], first = 0) => {
    const monitor = createMonitor({ windowSeconds: 60 });
    return samples
      .map((sample) => monitor.push(sample).findings)
      .slice(first)
      .flatMap((said) => said.filter(({ severity }) => severity !== 'info'));
  };

  test('indexes and revisions read a moment apart under load', () => {
    const loaded = every(2, 60, (at) => {
      const read = (late: number): MemberPlan => {
        const index = BigInt(100_000 + at * 4000 + late);
        return {
          status: { raftIndex: index, appliedIndex: index - 20n, revision: index, rttSeconds: 0.02 },
          page: pageAfter(at),
        };
      };
      return { a: read(0), b: read(-110), c: read(-150) };
    });
    expect(findings(loaded)).toEqual([]);
  });
  test('followers that commit behind the leader under load', () => {
    const loaded = every(2, 60, (at) => {
      const read = (behind: bigint): MemberPlan => ({
        status: {
          raftIndex: 100_000n + BigInt(at) * 500n - behind,
          appliedIndex: 100_000n + BigInt(at) * 500n - behind,
        },
        page: pageAfter(at),
      });
      return { a: read(0n), b: read(300n), c: read(450n) };
    });
    expect(findings(loaded)).toEqual([]);
  });
  test('one election at the start', () => {
    const started = every(2, 60, (at) => {
      const member: MemberPlan = {
        status: at < 4 ? { leaderId: undefined, errors: ['etcdserver: no leader'] } : {},
        page: pageAfter(at, {
          etcd_server_leader_changes_seen_total: at < 4 ? 0 : 1,
          etcd_server_proposals_failed_total: 2,
        }),
      };
      return { a: member, b: member, c: member };
    });
    expect(findings(started).map(({ check }) => check)).toContain('no-leader');
    expect(findings(started, 2)).toEqual([]);
  });
  test('a small database with holes in it', () =>
    expect(
      findings([
        threeAt(0, { c: { status: { dbSizeBytes: 90_000_000, dbInUseBytes: 9_000_000 }, page: pageAfter(0) } }),
      ]),
    ).toEqual([]));
  test('one slow write among few', () => {
    const few = every(2, 20, (at) => ({
      c: {
        page: pageAfter(at, {
          etcd_disk_wal_fsync_duration_seconds: { 0.004: at / 2, 0.128: at >= 10 ? 1 : 0, Infinity: 0 },
        }),
      },
    }));
    expect(findings(few)).toEqual([]);
  });
  test('a learner that catches up', () => {
    const learning = every(2, 60, (at) => ({
      a: { status: { raftIndex: 90_000n, appliedIndex: 90_000n, revision: 80_000n }, page: pageAfter(at) },
      b: { status: { raftIndex: 90_000n, appliedIndex: 90_000n, revision: 80_000n }, page: pageAfter(at) },
      c: { status: { raftIndex: 90_000n, appliedIndex: 90_000n, revision: 80_000n }, page: pageAfter(at) },
      d: {
        learner: true,
        status: { raftIndex: BigInt(at * 100), appliedIndex: BigInt(at * 100), revision: BigInt(at * 90) },
        page: pageAfter(at),
      },
    }));
    expect(findings(learning)).toEqual([]);
  });
});
