import { describe, expect, test } from 'vitest';
import { histogramWindow } from '../../src/model/histogram-window.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { beginning, idOf, type MemberPlan, type Page, pageAfter, threeAt } from './samples.ts';

const relay = { from: 'http://127.0.0.1:2381/metrics', everySeconds: 15 };

/** Member b as a daemon gives it on: the page of every 15th second, first seen 3 s after it was read. */
function relayed(seconds: number, pageOf: (seconds: number) => Page = pageAfter): MemberPlan {
  const read = Math.floor((seconds - 3) / 15) * 15;
  return { page: pageOf(read), mono: 1_000_000 + read * 1000, relay };
}

/** A monitor after ticks of 2 s up to `seconds`. */
function monitored(seconds: number, windowSeconds = 60, pageOf?: (seconds: number) => Page) {
  const monitor = createMonitor({ windowSeconds });
  const views: ClusterView[] = [];
  for (let now = 20; now <= seconds; now += 2) views.push(monitor.push(threeAt(now, { b: relayed(now, pageOf) })));
  const reading = (id: 'putsPerSecond' | 'walFsyncP99', at = views.length - 1) =>
    views[at]?.members.find(({ label }) => label === 'b')?.readings[id];
  return { monitor, views, reading };
}

describe('a page that stands in several samples', () => {
  test('gives the rate between two pages, at every sample, and never one of 0', () => {
    const { views, reading } = monitored(120);
    const rates = views.map((_, at) => reading('putsPerSecond', at)?.value);
    const first = rates.findIndex((rate) => rate !== undefined);
    expect(first).toBeGreaterThan(0);
    expect(new Set(rates.slice(first))).toEqual(new Set([10]));
    expect(reading('walFsyncP99')?.value).toBeGreaterThan(0);
  });

  test('is compared with the page before it where the window is shorter than the interval of the daemon', () => {
    const { views, reading } = monitored(120, 5);
    const rates = views.map((_, at) => reading('putsPerSecond', at)?.value);
    expect(new Set(rates.slice(rates.findIndex((rate) => rate !== undefined)))).toEqual(new Set([10]));
  });

  test('is no gap in a trend whose columns are shorter than the interval of the daemon', () => {
    const { monitor } = monitored(120);
    const request = { memberId: idOf('b'), columns: 30, secondsPerColumn: 2 };
    const { values } = monitor.trend({ metric: 'putsPerSecond', ...request });
    expect(new Set(values)).toEqual(new Set([10]));
    const fsyncs = monitor.trend({ metric: 'walFsyncP99', ...request }).values;
    expect(fsyncs.every((value) => value !== undefined)).toBe(true);
  });

  test('counts once in the buckets of the detail', () => {
    const { monitor } = monitored(120);
    const family = 'etcd_disk_wal_fsync_duration_seconds';
    const found = histogramWindow(monitor, idOf('b'), family, 60, monitor.newest);
    expect(found?.seconds).toBe(60);
    expect(found?.buckets.counts.reduce((sum, count) => sum + count, 0)).toBe(60 * 100);
    expect(histogramWindow(monitor, idOf('b'), family, 5, monitor.newest)?.seconds).toBe(15);
  });

  test('tells of a restart once, by when the page was read and not by when it was last given on', () => {
    const startedAt = 70;
    // The young process has outgrown the old counters, so that only its start tells.
    const pageOf = (seconds: number) =>
      seconds < startedAt
        ? pageAfter(seconds)
        : pageAfter(seconds + 1000, { process_start_time_seconds: beginning / 1000 + startedAt });
    const { views } = monitored(120, 60, pageOf);
    const restarts = views.at(-1)?.events.filter(({ text }) => /restart/i.test(text));
    expect(restarts).toHaveLength(1);
  });
});
