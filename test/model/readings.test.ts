import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import type { MetricId } from '../../src/model/registry.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { beginning, idOf, type MemberPlan, type Page, pageAfter, sampleOf, threeAt } from './samples.ts';

const viewOf = (samples: readonly ClusterSample[], windowSeconds = 60) => {
  const monitor = createMonitor({ windowSeconds });
  for (const sample of samples) monitor.push(sample);
  if (!monitor.latest) throw new Error('no view');
  return monitor.latest;
};
const readings = (samples: readonly ClusterSample[], name = 'a', windowSeconds = 60) => {
  const member = viewOf(samples, windowSeconds).members.find(({ id }) => id === idOf(name));
  if (!member) throw new Error(`no member ${name}`);
  return member.readings;
};
const every2 = (count: number, page: (seconds: number) => Page, plan: (seconds: number) => MemberPlan = () => ({})) =>
  Array.from({ length: count }, (_, i) =>
    sampleOf({ seconds: i * 2, members: { a: { page: page(i * 2), ...plan(i * 2) } } }),
  );

describe('unknown', () => {
  const reason = (metric: MetricId, sample: ClusterSample, name = 'a') =>
    readings([sample], name)[metric].unknown?.reason;

  test('names why: down', () => {
    expect(reason('walFsyncP99', threeAt(0, { b: 'down' }), 'b')).toBe('down');
    expect(reason('dbSizeBytes', threeAt(0, { b: 'down' }), 'b')).toBe('down');
    expect(reason('raftIndexLag', threeAt(0, { b: 'down' }), 'b')).toBe('down');
  });
  test('names why: no metrics', () => {
    const sample = threeAt(0, { b: { page: false } });
    expect(reason('walFsyncP99', sample, 'b')).toBe('no-metrics');
    expect(reason('quotaUsedRatio', sample, 'b')).toBe('no-metrics');
    expect(readings([sample], 'b').dbSizeBytes).toMatchObject({ value: 20_000_000, level: 'ok' });
  });
  test('names why: not exposed', () => {
    expect(reason('secondsSinceCompaction', threeAt(0))).toBe('not-exposed');
    expect(reason('peerRttP99', threeAt(0))).toBe('not-exposed');
  });
  test('names why: a second sample is needed', () =>
    expect(readings([threeAt(0)]).walFsyncP99).toEqual({
      level: 'unknown',
      unknown: { reason: 'collecting', secondsLeft: 2 },
    }));
  test('names why: nothing observed', () =>
    expect(readings([threeAt(0), threeAt(2, { a: { page: pageAfter(0) } })]).walFsyncP99.unknown).toEqual({
      reason: 'no-observations',
    }));
  test('names why: not asked', () => expect(reason('linearizableReadSeconds', threeAt(0))).toBe('not-asked'));
  test('is never a number', () => {
    const { readings: all } = viewOf([threeAt(0, { b: 'down' })]).members[1] ?? {};
    for (const reading of Object.values(all ?? {}))
      expect(reading).toMatchObject({ level: 'unknown', unknown: { reason: expect.any(String) } });
    expect(Object.values(all ?? {}).filter(({ value }) => value !== undefined)).toEqual([]);
  });
});

describe('windows', () => {
  test('say how much history they cover while they fill', () => {
    expect(readings([threeAt(0), threeAt(2), threeAt(4)]).walFsyncP99).toMatchObject({
      windowSeconds: 4,
      observations: 400,
      level: 'ok',
      bucket: [0, 0.002],
    });
    expect(readings([threeAt(0), threeAt(2)]).leaderChanges).toMatchObject({ value: 0, windowSeconds: 2 });
  });
  test('cover what they should once full', () => {
    const samples = Array.from({ length: 100 }, (_, i) => threeAt(i * 2));
    expect(readings(samples).walFsyncP99).toMatchObject({ windowSeconds: 60, observations: 6000 });
    expect(readings(samples, 'a', 10).walFsyncP99).toMatchObject({ windowSeconds: 10, observations: 1000 });
  });
  test('shorter than the interval take the page before', () => {
    const samples = [0, 15, 30].map((seconds) => threeAt(seconds, {}, { interval: 15 }));
    expect(readings(samples, 'a', 5).putsPerSecond).toMatchObject({ value: 10, windowSeconds: 15 });
  });
});

describe('clocks', () => {
  test('a clock set forward or back fakes no rate and no spike', () => {
    for (const wallOff of [3600, -3600]) {
      const samples = [0, 2, 4].map((seconds) => threeAt(seconds));
      const jumped = threeAt(6, {}, { wallOff });
      expect(readings([...samples, jumped]).putsPerSecond.unknown?.reason).toBe('collecting');
      expect(readings([...samples, jumped, threeAt(8, {}, { wallOff })]).putsPerSecond).toMatchObject({
        value: 10,
        windowSeconds: 2,
      });
    }
  });
  test('a suspended machine averages nothing over its sleep', () => {
    const samples = [0, 2, 4, 3604, 3606].map((seconds) => threeAt(seconds));
    expect(readings(samples).putsPerSecond).toMatchObject({ value: 10, windowSeconds: 2 });
    expect(readings(samples.slice(0, 4)).putsPerSecond.value).toBeUndefined();
  });
  test('rates follow the time of the page, not of the sample', () => {
    const late = threeAt(2, { a: { page: pageAfter(2.5), mono: 1_002_500 } });
    expect(readings([threeAt(0), late]).putsPerSecond.value).toBeCloseTo(10, 6);
  });
});

describe('a restart', () => {
  const start = beginning / 1000;
  const before = (seconds: number) => ({
    ...pageAfter(10_000 + seconds),
    etcd_server_proposals_committed_total: 5_000_000 + seconds,
  });
  const after = (seconds: number) => ({
    ...pageAfter(seconds - 20),
    process_start_time_seconds: start + 19,
    process_cpu_seconds_total: 0.1,
    etcd_server_proposals_committed_total: seconds < 22 ? 0 : 5_000_000 + seconds,
  });
  const run = every2(30, (seconds) => (seconds < 20 ? before(seconds) : after(seconds)));

  test('gives neither a negative nor a spike', () => {
    for (let count = 2; count <= run.length; count++) {
      const { putsPerSecond, walFsyncP99, cpuCores, proposalsCommittedPerSecond } = readings(run.slice(0, count));
      expect(putsPerSecond.value).toBeGreaterThanOrEqual(0);
      expect(putsPerSecond.value).toBeLessThanOrEqual(10.01);
      expect(walFsyncP99.observations).toBeLessThanOrEqual(count * 200);
      expect(cpuCores.value).toBeLessThanOrEqual(0.06);
      expect(proposalsCommittedPerSecond.value ?? 0).toBeGreaterThanOrEqual(0);
      expect(proposalsCommittedPerSecond.value ?? 0).toBeLessThanOrEqual(1.01);
    }
  });

  test('is no restart when only the start time jitters or the clock of its host is set', () => {
    const wobble = every2(10, (seconds) => ({
      ...pageAfter(seconds),
      process_start_time_seconds: start - 3600 + (seconds % 4) * 0.2,
    }));
    expect(viewOf(wobble).members[0]?.health).toBe('ok');
    const set = every2(10, (seconds) => ({
      ...pageAfter(seconds),
      process_start_time_seconds: start - 9999 + (seconds > 9 ? 3600 : 0),
    }));
    expect(viewOf(set).members[0]?.health).toBe('ok');
    expect(readings(set).putsPerSecond.value).toBeCloseTo(10, 6);
  });

  test('is seen by its start time alone when the young process outgrew the old', () => {
    const page = (startedAt: number, puts: number) => ({
      process_start_time_seconds: startedAt,
      process_cpu_seconds_total: 0.2,
      etcd_mvcc_put_total: puts,
    });
    const samples = [page(start - 5, 4), page(start + 1, 10)].map((young, i) =>
      sampleOf({ seconds: i * 2, members: { a: { page: young } } }),
    );
    expect(readings(samples).putsPerSecond.value).toBe(5);
    expect(viewOf(samples).members[0]?.health).toBe('RESTARTED');
  });

  test('is seen without a start time too', () => {
    const { process_start_time_seconds: _, ...young } = pageAfter(2);
    const { process_start_time_seconds: __, ...old } = pageAfter(5000);
    const samples = [old, young].map((page, i) => sampleOf({ seconds: i * 2, members: { a: { page } } }));
    expect(readings(samples).putsPerSecond.value).toBeCloseTo(10, 6);
  });
});

describe('levels', () => {
  const slow = (fast: number, slowOnes: number) => [
    sampleOf({
      seconds: 0,
      members: {
        a: {
          page: { etcd_disk_wal_fsync_duration_seconds: { 0.008: 0, 0.016: 0, 0.032: 0, 1: 0, 2: 0, Infinity: 0 } },
        },
      },
    }),
    sampleOf({
      seconds: 2,
      members: {
        a: {
          page: {
            etcd_disk_wal_fsync_duration_seconds: { 0.008: fast, 0.016: 0, 0.032: slowOnes, 1: 0, 2: 0, Infinity: 0 },
          },
        },
      },
    }),
  ];
  const level = (fast: number, slowOnes: number) => readings(slow(fast, slowOnes)).walFsyncP99.level;

  test('follow the bounds', () => {
    expect(level(1000, 0)).toBe('ok');
    expect(level(1000, 50)).toBe('warning');
  });
  test('one slow write is no state, two of fifty are', () => {
    expect(level(50, 1)).toBe('unknown');
    expect(level(50, 2)).toBe('warning');
  });
  test('below ten observations half must be slow', () => {
    expect(level(6, 2)).toBe('unknown');
    expect(level(3, 3)).toBe('warning');
    expect(level(0, 1)).toBe('unknown');
    expect(level(3, 0)).toBe('ok');
  });
  test('critical needs its own share, else it is a warning', () => {
    const page = (counts: number[]): Page => ({
      etcd_disk_wal_fsync_duration_seconds: {
        0.008: counts[0] ?? 0,
        0.016: 0,
        0.032: counts[1] ?? 0,
        1: 0,
        2: counts[2] ?? 0,
        Infinity: 0,
      },
    });
    const at = (counts: number[]) =>
      readings([
        sampleOf({ seconds: 0, members: { a: { page: page([]) } } }),
        sampleOf({ seconds: 2, members: { a: { page: page(counts) } } }),
      ]).walFsyncP99.level;
    expect(at([50, 5, 1])).toBe('warning');
    expect(at([50, 5, 3])).toBe('critical');
  });
  test('are replaced by the configuration', () => {
    const monitor = createMonitor({
      windowSeconds: 60,
      thresholds: { metrics: { dbSizeBytes: { warning: 1 }, walFsyncP99: { warning: undefined } } },
    });
    for (const sample of slow(10, 1000)) monitor.push(sample);
    expect(monitor.latest?.members[0]?.readings.dbSizeBytes.level).toBe('warning');
    expect(monitor.latest?.members[0]?.readings.walFsyncP99.level).toBe('ok');
  });
});

describe('numbers', () => {
  const one = (plan: MemberPlan) => readings([sampleOf({ seconds: 0, members: { a: plan } })]);

  test('the quota of the page wins over a Status that says 0, and a disabled quota is no ratio', () => {
    expect(
      one({ page: { etcd_server_quota_backend_bytes: 100e6 }, status: { quotaBytes: 0 } }).quotaUsedRatio.value,
    ).toBe(0.2);
    expect(one({ page: false, status: { quotaBytes: 0 } }).quotaBytes.value).toBeUndefined();
    expect(one({ page: { etcd_server_quota_backend_bytes: -1 } }).quotaUsedRatio.value).toBeUndefined();
  });
  test('a member without gRPC still has its sizes', () =>
    expect(
      one({ status: false, page: { etcd_mvcc_db_total_size_in_bytes: 7, etcd_mvcc_db_total_size_in_use_in_bytes: 3 } })
        .dbSizeBytes.value,
    ).toBe(7));
  test('a few entries of difference are the moment between two reads', () => {
    const at = (seconds: number, lag: number) => {
      const raftIndex = BigInt(10_000 + seconds * 1000);
      return threeAt(seconds, { a: { status: { raftIndex } }, b: { status: { raftIndex: raftIndex - BigInt(lag) } } });
    };
    expect(readings([at(0, 0), at(2, 4)], 'b').raftIndexLag.value).toBe(0);
    expect(readings([at(0, 0), at(2, 400)], 'b').raftIndexLag.value).toBe(400);
    expect(readings([at(0, 4)], 'b').raftIndexLag.value).toBe(4);
  });
  test('uptime and compaction count from the time the page gives; 0 is no time', () => {
    const page = { process_start_time_seconds: beginning / 1000 - 90, etcd_debugging_mvcc_db_compaction_last: 0 };
    const { uptimeSeconds, secondsSinceCompaction } = one({ page });
    expect(uptimeSeconds.value).toBe(90);
    expect(secondsSinceCompaction.unknown).toEqual({ reason: 'no-observations' });
  });
  test('gRPC failures are a share of the calls', () => {
    const at = (seconds: number) =>
      sampleOf({
        seconds,
        members: {
          a: {
            page: {
              'grpc_server_handled_total{grpc_code="OK"}': seconds * 99,
              'grpc_server_handled_total{grpc_code="Unavailable"}': seconds,
              'grpc_server_handled_total{grpc_code="Canceled"}': seconds * 0,
            },
          },
        },
      });
    expect(readings([at(0), at(2), at(4)]).grpcFailedRatio.value).toBeCloseTo(0.01, 6);
  });
  test('growth and the time to quota need some history', () => {
    const at = (seconds: number, grows: number) =>
      sampleOf({
        seconds,
        members: {
          a: { page: { etcd_server_quota_backend_bytes: 100e6 }, status: { dbSizeBytes: 50e6 + seconds * grows } },
        },
      });
    const run = (seconds: number, grows: number) =>
      readings(Array.from({ length: seconds / 2 + 1 }, (_, i) => at(i * 2, grows)));
    const waits = { reason: 'collecting', secondsLeft: 582 };
    expect(run(18, 10_000).dbGrowthBytesPerSecond.unknown).toEqual(waits);
    expect(run(18, 10_000).secondsToQuota.unknown).toEqual(waits);
    const enough = run(600, 10_000);
    expect(enough.dbGrowthBytesPerSecond).toMatchObject({ windowSeconds: 600 });
    expect(enough.dbGrowthBytesPerSecond.value).toBeCloseTo(10_000, 3);
    expect(enough.secondsToQuota.value).toBeCloseTo(44e6 / 10_000, 0);
  });
  test('no time to quota while it does not grow, nor further away than 24 times the history', () => {
    const run = (grows: number) =>
      readings(
        Array.from({ length: 301 }, (_, i) =>
          sampleOf({
            seconds: i * 2,
            members: {
              a: { page: { etcd_server_quota_backend_bytes: 100e6 }, status: { dbSizeBytes: 50e6 + i * 2 * grows } },
            },
          }),
        ),
      );
    expect(run(0).secondsToQuota.unknown).toEqual({ reason: 'no-observations' });
    expect(run(1000).dbGrowthBytesPerSecond.value).toBeCloseTo(1000, 3);
    expect(run(1000).secondsToQuota).toMatchObject({ unknown: { reason: 'no-observations' } });
    expect(run(1000).secondsToQuota.value).toBeUndefined();
  });
});
