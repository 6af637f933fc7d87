import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { beginning, idOf, pageAfter, threeAt } from './samples.ts';

const monitorOf = (samples: readonly ClusterSample[]) => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const sample of samples) monitor.push(sample);
  return monitor;
};
const steady = (count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => threeAt(i * step, {}, { interval: step }));
const ask = { memberId: idOf('a'), columns: 5, secondsPerColumn: 5 } as const;

describe('a trend', () => {
  test('has columns aligned to the clock, oldest first, empty before the first sample', () => {
    const trend = monitorOf(steady(13)).trend({ ...ask, metric: 'putsPerSecond' });
    expect(trend.startAt).toBe(beginning - 10_000);
    expect(trend.values).toEqual([undefined, undefined, 10, 10, 10]);
    expect(trend.failed).toEqual([false, false, false, false, false]);
    expect(trend).toMatchObject({ now: 10, max: 10 });
  });

  test('does not move while its column lasts', () => {
    const monitor = monitorOf(steady(11));
    const starts = [11, 12, 13, 14, 15].map((seconds) => {
      monitor.push(threeAt(seconds, {}, { interval: 1 }));
      return monitor.trend({ ...ask, metric: 'putsPerSecond' }).startAt - beginning;
    });
    expect(starts).toEqual([-10_000, -10_000, -10_000, -10_000, -5_000]);
  });

  test('a quantile is of its column alone', () => {
    let slow = 0;
    const samples = Array.from({ length: 20 }, (_, i) => {
      if (i > 5 && i <= 10) slow += 50;
      return threeAt(
        i,
        {
          a: {
            page: pageAfter(i, {
              etcd_disk_wal_fsync_duration_seconds: { 0.002: i * 100, 0.032: 0, 0.064: slow, Infinity: 0 },
            }),
          },
        },
        { interval: 1 },
      );
    });
    const { values, max, now } = monitorOf(samples).trend({ ...ask, columns: 4, metric: 'walFsyncP99' });
    expect(values.map((value) => (value ?? 0) > 0.05)).toEqual([false, true, true, false]);
    expect(max).toBe(Math.max(...values.map((value) => value ?? 0)));
    expect(now).toBeGreaterThan(0.05);
  });

  test('a gauge shows its highest', () => {
    const samples = Array.from({ length: 10 }, (_, i) =>
      threeAt(i, { a: { status: { dbSizeBytes: i === 3 ? 9e9 : 1e9 } } }, { interval: 1 }),
    );
    expect(monitorOf(samples).trend({ ...ask, columns: 2, metric: 'dbSizeBytes' }).values).toEqual([9e9, 1e9]);
  });

  test('a gap is a gap and a failed poll is marked', () => {
    const samples = Array.from({ length: 20 }, (_, i) =>
      threeAt(i, i >= 5 && i < 12 ? { a: 'down' } : {}, { interval: 1 }),
    );
    const trend = monitorOf(samples).trend({ ...ask, columns: 4, metric: 'putsPerSecond' });
    expect(trend.values).toEqual([10, undefined, 10, 10]);
    expect(trend.failed).toEqual([false, true, true, false]);
  });

  test('draws nothing over a sleep or a jump of the clock', () => {
    const slept = [0, 1, 2, 3, 4, 18, 19].map((seconds) => threeAt(seconds, {}, { interval: 1 }));
    expect(monitorOf(slept).trend({ ...ask, columns: 4, metric: 'putsPerSecond' }).values).toEqual([
      10,
      undefined,
      undefined,
      10,
    ]);
    const back = [0, 1, 2, 3, 4, 5, 6].map((seconds) =>
      threeAt(seconds, {}, { interval: 1, wallOff: seconds > 4 ? -600 : 0 }),
    );
    expect(monitorOf(back).trend({ ...ask, columns: 3, metric: 'putsPerSecond' }).values).toEqual([
      undefined,
      undefined,
      10,
    ]);
  });

  test('of a past moment is as it was, whatever was drawn before or after', () => {
    const samples = Array.from({ length: 60 }, (_, i) =>
      threeAt(i, { a: { page: pageAfter(i, { etcd_mvcc_put_total: i * i }) } }, { interval: 1 }),
    );
    const live = createMonitor({ windowSeconds: 60 });
    const request = { ...ask, metric: 'putsPerSecond' } as const;
    const then = samples.map((sample) => {
      live.push(sample);
      return live.trend(request);
    });
    for (const number of [59, 0, 33, 12, 47]) expect(live.trend(request, number)).toEqual(then[number]);
    const late = monitorOf(samples);
    for (const number of [59, 12, 33]) expect(late.trend(request, number)).toEqual(then[number]);
  });

  test('of an unknown member is all gaps', () => {
    const trend = monitorOf(steady(5)).trend({ ...ask, memberId: 'nobody', metric: 'walFsyncP99' });
    expect(trend.values.every((value) => value === undefined)).toBe(true);
    expect(trend.max).toBeUndefined();
  });

  test('before the first sample is all gaps', () =>
    expect(createMonitor({ windowSeconds: 60 }).trend({ ...ask, metric: 'walFsyncP99' }).values).toHaveLength(5));
});
