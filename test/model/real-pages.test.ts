import { describe, expect, test } from 'vitest';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { histogramOf } from '../../src/model/metric-set.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { type MetricId, metricIds, registry, wantedFamilies } from '../../src/model/registry.ts';
import { fixturePages } from '../collector/fixture-pages.ts';
import { beginning, memberOf } from './samples.ts';

/** What a page of 3.4.23 does not have, and what only appears with the first event of its kind. */
const absent: Readonly<Record<string, readonly MetricId[]>> = { '3.4.23': ['secondsSinceCompaction'] };

describe.each([...fixturePages])('etcd %s', (name, text) => {
  const version = name.split('-')[0] ?? '';
  const set = parseMetrics(Buffer.from(text), wantedFamilies);
  const start = {
    shape: set.shape,
    values: set.values.map((value, at) => (isCounter(set.shape.keys[at] ?? '') ? 0 : value)),
  };
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const [i, page] of [start, set].entries()) {
    const mono = 1e6 + i * 2000;
    const member = {
      ...memberOf('a', {}, mono),
      metrics: { from: 'x', seconds: 0.004, bytes: text.length, mono, set: page },
    };
    monitor.push({ at: beginning + i * 2000, mono, intervalSeconds: 2, members: [member], endpoints: [] });
  }
  const member = monitor.latest?.members[0];

  test('has every metric that its release exposes', () => {
    const missing = metricIds.filter((id) => member?.readings[id].unknown?.reason === 'not-exposed');
    expect(missing.filter((id) => registry[id].needs === undefined)).toEqual(absent[version] ?? []);
    expect(member?.readings.snapshotsInFlight.unknown?.reason).toBe('no-observations');
  });

  test('gives the p99 of its whole life, as its buckets say', () => {
    const { value, observations, bucket } = member?.readings.walFsyncP99 ?? {};
    const histogram = histogramOf(set, 'etcd_disk_wal_fsync_duration_seconds');
    const rank = 0.99 * (histogram?.count ?? 0);
    const at = histogram?.counts.findIndex((count) => count >= rank) ?? -1;
    expect(observations).toBe(histogram?.count);
    expect(bucket?.[1]).toBe(histogram?.bounds[at]);
    expect(value).toBeGreaterThan(bucket?.[0] ?? Number.NaN);
    expect(value).toBeLessThanOrEqual(bucket?.[1] ?? Number.NaN);
  });

  test('fills its view without a spike, a negative or a wrong level', () => {
    for (const id of metricIds) {
      const { value, level, unknown } = member?.readings[id] ?? {};
      if (value === undefined) expect([id, level, unknown?.reason]).toEqual([id, 'unknown', expect.any(String)]);
      else expect(value, id).toBeGreaterThanOrEqual(0);
    }
    expect(monitor.latest?.clusterVersion).toBe(version.split('.').slice(0, 2).join('.'));
    expect(member?.readings.quotaUsedRatio.value).toBeLessThan(0.1);
  });
});

function isCounter(key: string): boolean {
  return (
    /(_total|_bucket|_sum|_count)(\{|$)/.test(key) &&
    !/proposals_(committed|applied)|watcher_total|keys_total|inflights/.test(key)
  );
}
