import { describe, expect, test } from 'vitest';
import { histogramWindow } from '../../src/model/histogram-window.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { idOf, type Page, sampleOf } from './samples.ts';

const family = 'etcd_disk_wal_fsync_duration_seconds';

function samplesOf(...pages: readonly (Page | false)[]) {
  const samples: ClusterSample[] = pages.map((page, index) =>
    sampleOf({ seconds: index * 2, members: { a: { page } } }),
  );
  return { oldest: 0, newest: samples.length - 1, sampleAt: (number: number) => samples[number] };
}

function page(fast: number, slow: number, started = 1000): Page {
  return { process_start_time_seconds: started, [family]: { 0.001: fast, 0.002: slow, Infinity: 0 } };
}

function countsOf(samples: ReturnType<typeof samplesOf>, seconds: number, number = samples.newest) {
  const found = histogramWindow(samples, idOf('a'), family, seconds, number);
  return found && [...found.buckets.counts, `${found.seconds}s`];
}

describe('the window of a histogram', () => {
  test('holds what was observed in it, per bucket', () => {
    const samples = samplesOf(page(5, 5), page(8, 5), page(10, 6));
    expect(countsOf(samples, 60)).toEqual([5, 1, 0, '4s']);
    expect(countsOf(samples, 2)).toEqual([2, 1, 0, '2s']);
    expect(countsOf(samples, 60, 1)).toEqual([3, 0, 0, '2s']);
  });

  test('counts a restarted process from zero', () =>
    expect(countsOf(samplesOf(page(500, 50), page(510, 50), page(7, 1, 1_763_733_603)), 60)).toEqual([17, 1, 0, '4s']));

  test('bridges a failed poll', () =>
    expect(countsOf(samplesOf(page(1, 0), false, page(4, 0)), 60)).toEqual([3, 0, 0, '4s']));

  test('is unknown without a page now, or without one before', () => {
    expect(countsOf(samplesOf(page(1, 0), false), 60)).toBeUndefined();
    expect(countsOf(samplesOf(page(1, 0)), 60)).toBeUndefined();
    expect(histogramWindow(samplesOf(page(1, 0), page(2, 0)), 'nobody', family, 60, 1)).toBeUndefined();
  });
});
