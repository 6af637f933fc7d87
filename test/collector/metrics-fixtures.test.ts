import { describe, expect, test } from 'vitest';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { histogramOf, seriesOf, sumOf } from '../../src/model/metric-set.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import { fixturePages } from './fixture-pages.ts';

/** What a plain, slow reading of a page says: every line, no jumping. */
function lineByLine(page: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of page.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/.exec(line);
    if (match === null) continue;
    const [, name = '', labels = '', value] = match;
    if (![name, name.replace(/_(bucket|sum|count)$/, '')].some((family) => wantedFamilies.has(family))) continue;
    found.set(`${name}${labels}`, Number(value));
  }
  return found;
}

test('there is a leader and a follower of 3.4, 3.5, 3.6 and 3.7', () => {
  expect([...fixturePages.keys()].map((name) => name.replace(/\.\d+-/, '-'))).toEqual(
    ['3.4', '3.5', '3.6', '3.7'].flatMap((version) => [`${version}-follower`, `${version}-leader`]),
  );
});

describe.each([...fixturePages])('the page of %s', (name, page) => {
  const set = parseMetrics(Buffer.from(page), wantedFamilies);
  const release = Number(name.slice(2, 3));

  test('gives every wanted series that a slow reading finds, zeros of gRPC codes apart', () => {
    const expected = lineByLine(page);
    for (const [index, key] of set.shape.keys.entries())
      expect([key, set.values[index]]).toEqual([key, expected.get(key)]);
    const left = [...expected].filter(([key]) => !set.shape.keys.includes(key));
    expect(left.filter(([key, value]) => value !== 0 || !key.startsWith('grpc_server_handled_total'))).toEqual([]);
  });

  test('keeps its shape when it comes again', () => {
    expect(parseMetrics(Buffer.from(page), wantedFamilies, set.shape).shape).toBe(set.shape);
  });

  test('has what every release has, and lacks what came later', () => {
    expect(histogramOf(set, 'etcd_disk_wal_fsync_duration_seconds')?.count).toBeGreaterThan(0);
    expect(histogramOf(set, 'etcd_disk_backend_commit_duration_seconds')?.bounds).toHaveLength(15);
    expect(sumOf(set, 'etcd_server_is_leader')).toBe(name.endsWith('leader') ? 1 : 0);
    expect(seriesOf(set, 'etcd_server_id')[0]?.labels.server_id).toMatch(/^[0-9a-f]+$/);
    expect(sumOf(set, 'process_start_time_seconds')).toBeGreaterThan(1e9);
    expect(set.shape.families.has('etcd_debugging_mvcc_db_compaction_last')).toBe(release >= 5);
  });

  test.each([0.2, 0.5, 0.9])('cut at %f of its length is read up to there or refused', (part) => {
    const cut = page.slice(0, Math.floor(page.length * part));
    const read = parseMetrics(Buffer.from(cut), wantedFamilies);
    const whole = lineByLine(page);
    expect(read.shape.keys.length).toBeLessThan(set.shape.keys.length);
    for (const [index, key] of read.shape.keys.entries()) expect(read.values[index]).toBe(whole.get(key));
  });
});
