import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { beginning, idOf, pageAfter, threeAt } from './samples.ts';

describe('a monitor', () => {
  test('knows nothing at first', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    expect([monitor.latest, monitor.viewAt(0), monitor.sampleAt(0)]).toEqual([undefined, undefined, undefined]);
    expect([monitor.oldest, monitor.newest]).toEqual([-1, -1]);
    expect(() => monitor.setWindow(30)).not.toThrow();
  });

  test('says something of the first sample', () => {
    const view = createMonitor({ windowSeconds: 60 }).push(threeAt(0));
    expect(view).toMatchObject({
      at: beginning,
      historySeconds: 0,
      clusterId: 'cdf818194e3a8c32',
      versions: ['3.5.16'],
    });
    expect(view.members.map(({ label, health }) => `${label} ${health}`)).toEqual(['a ok', 'b ok', 'c ok']);
    expect(view.findings).toEqual([]);
  });

  test('shows any past moment exactly as it was then', () => {
    const monitor = createMonitor({ windowSeconds: 20 });
    const scenes = Array.from({ length: 60 }, (_, i) => {
      const leaderId = idOf(i < 30 ? 'a' : 'b');
      const status = { leaderId, term: i < 30 ? 2n : 3n };
      const page = pageAfter(i * 2, {
        etcd_disk_wal_fsync_duration_seconds: { 0.008: i * 100, 0.032: i > 20 ? (i - 20) * 50 : 0, Infinity: 0 },
      });
      return threeAt(i * 2, { a: { status, page }, b: { status }, c: i > 40 && i < 45 ? 'down' : { status } });
    });
    const then = scenes.map((scene) => monitor.push(scene));
    for (let number = 0; number < scenes.length; number++) expect(monitor.viewAt(number)).toEqual(then[number]);
    expect(then.some(({ alerts }) => alerts.length > 2)).toBe(true);
    expect(monitor.viewAt(-5)).toEqual(then[0]);
    expect(monitor.viewAt(1e6)).toEqual(then.at(-1));
    expect(monitor.numberAt(beginning + 21_000)).toBe(10);
  });

  test('takes another window at once', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    for (let i = 0; i < 50; i++) monitor.push(threeAt(i * 2));
    expect(monitor.latest).toMatchObject({ windowSeconds: 60, historySeconds: 60 });
    monitor.setWindow(10);
    expect(monitor.latest).toMatchObject({ windowSeconds: 10, historySeconds: 10 });
    expect(monitor.latest?.members[0]?.readings.walFsyncP99.windowSeconds).toBe(10);
    expect(monitor.viewAt(20)?.windowSeconds).toBe(10);
  });

  test('follows members that come and go', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    monitor.push(threeAt(0));
    const labels = (over: Parameters<typeof threeAt>[1], seconds: number) =>
      monitor.push(threeAt(seconds, over)).members.map(({ label }) => label);
    expect(labels({ d: {} }, 2)).toEqual(['a', 'b', 'c', 'd']);
    expect(labels({ d: {}, c: 'gone' }, 4)).toEqual(['a', 'b', 'd']);
    expect(monitor.latest?.quorum).toMatchObject({ voters: 3, state: 'ok' });
    // The same place taken by a new member: another id, and none of the old one's history.
    const replaced = monitor.push(threeAt(6, { c: 'gone', d: { id: 'abcd' } })).members.at(-1);
    expect(replaced?.readings.putsPerSecond.unknown?.reason).toBe('collecting');
  });

  test('goes on with one sample held, and when the oldest go', () => {
    const monitor = createMonitor({ windowSeconds: 60, memberSamples: 1 });
    for (let i = 0; i < 300; i++) monitor.push(threeAt(i * 2, i === 100 ? { c: 'down' } : {}));
    expect([monitor.oldest, monitor.newest]).toEqual([299, 299]);
    expect(monitor.latest?.members[0]?.readings.putsPerSecond.unknown?.reason).toBe('collecting');
    expect(monitor.viewAt(0)).toBe(monitor.latest);
    const small = createMonitor({ windowSeconds: 60, memberSamples: 30 });
    for (let i = 0; i < 300; i++) small.push(threeAt(i * 2));
    expect(small.latest?.members[0]?.readings.putsPerSecond).toMatchObject({ value: 10, windowSeconds: 18 });
    expect(small.latest?.leader.spans).toHaveLength(1);
    expect(small.latest?.leader.spans[0]?.fromAt).toBe(small.sampleAt(small.oldest)?.at);
  });

  test('nobody known yet, only endpoints that fail', () => {
    const endpoints = [{ endpoint: 'https://x:2379', error: { kind: 'refused', text: 'connection refused' } }] as const;
    const view = createMonitor({ windowSeconds: 60 }).push(
      threeAt(0, { a: 'gone', b: 'gone', c: 'gone' }, { endpoints }),
    );
    expect(view).toMatchObject({
      quorum: { state: 'unknown', voters: 0, canLose: 0 },
      freshness: { state: 'partial' },
      members: [],
      endpoints,
    });
  });
});
