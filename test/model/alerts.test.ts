import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { beginning, idOf, type MemberPlan, pageAfter, threeAt } from './samples.ts';

const fsync = (seconds: number, slow: number): MemberPlan => ({
  page: pageAfter(seconds, {
    etcd_disk_wal_fsync_duration_seconds: { 0.008: (seconds - slow) * 50, 0.016: 0, 0.032: slow * 50, Infinity: 0 },
  }),
});
const lagging = (behind: bigint): MemberPlan => ({ status: { raftIndex: 1000n - behind } });
const at = (seconds: number) => beginning + seconds * 1000;

describe('an alert', () => {
  test('is raised, goes on with min, avg and max, and stays visible after its end', () => {
    const monitor = createMonitor({ windowSeconds: 2 });
    for (const [i, backlog] of [0, 600, 800, 1000, 0, 0, 0, 0, 0, 0, 0].entries())
      monitor.push(threeAt(i * 2, { c: { status: { appliedIndex: BigInt(1000 - backlog) } } }));
    const during = monitor.viewAt(3)?.alerts;
    expect(during).toMatchObject([
      { check: 'apply-backlog', subjectName: 'c', raisedAt: at(2), min: 600, avg: 800, max: 1000, flaps: 0 },
    ]);
    expect(during?.[0]?.clearedAt).toBeUndefined();
    expect(monitor.viewAt(0)?.alerts).toEqual([]);
    expect(monitor.latest?.alerts).toMatchObject([{ clearedAt: at(8), min: 600, avg: 800, max: 1000 }]);
    expect(monitor.latest?.events.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'OK apply backlog is well again after 6 s (max 1k)',
      'WARN apply backlog 600 > 500',
      'INFO started: 3 members, interval 2s',
    ]);
  });

  test('waits until it has held', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const alerts = [0, 2, 4, 6].map(
      (seconds) =>
        monitor.push(threeAt(seconds, { c: lagging(2000n), a: { status: { raftIndex: 1000n } } })).alerts.length,
    );
    expect(alerts).toEqual([0, 0, 0, 1]);
    expect(monitor.latest?.alerts[0]?.raisedAt).toBe(at(0));
    const brief = createMonitor({ windowSeconds: 60 });
    for (const [i, behind] of [0n, 2000n, 2000n, 0n, 2000n, 2000n, 0n].entries())
      brief.push(threeAt(i * 2, { c: lagging(behind) }));
    expect(brief.latest?.alerts).toEqual([]);
  });

  test('of a percentile waits for somebody who is patient until a warning has outlasted the window, and not when it is critical', () => {
    const pages = (slowIn: readonly number[], bound: string) => {
      const counts = { '0.008': 0, [bound]: 0 };
      return Array.from({ length: 15 }, (_, i) => {
        counts[slowIn.includes(i) ? bound : '0.008'] = (counts[slowIn.includes(i) ? bound : '0.008'] ?? 0) + 12;
        const page = pageAfter(i * 15, { etcd_disk_wal_fsync_duration_seconds: { ...counts, Infinity: 0 } });
        return threeAt(i * 15, { c: { page } }, { interval: 15 });
      });
    };
    const raised = (slowIn: readonly number[], bound = '0.032') => {
      const [hasty, patient] = [undefined, 'outlast-window' as const].map((patience) => {
        const monitor = createMonitor({ windowSeconds: 60, patience });
        const seen = pages(slowIn, bound).map(
          (sample) => monitor.push(sample).alerts.filter(({ clearedAt }) => clearedAt === undefined).length,
        );
        return { first: seen.indexOf(1) * 15, forSeconds: monitor.latest?.alerts[0]?.forSeconds };
      });
      return { hasty, patient };
    };
    // One burst is in the window for its length: whoever looks sees it, nobody is woken.
    expect(raised([3])).toEqual({
      hasty: { first: 45, forSeconds: 0 },
      patient: { first: -15, forSeconds: undefined },
    });
    expect(raised([3, 6, 9])).toEqual({ hasty: { first: 45, forSeconds: 0 }, patient: { first: 120, forSeconds: 75 } });
    expect(raised([3], '1.024').patient).toEqual({ first: 45, forSeconds: 0 });
  });

  test('counts what was met while it waited: its average lies between its min and max', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    for (const [i, behind] of [2000n, 1200n, 1600n, 3000n, 3000n].entries())
      monitor.push(threeAt(i * 2, { c: lagging(behind) }));
    expect(monitor.latest?.alerts).toMatchObject([{ check: 'follower-lag', min: 1200, avg: 2160, max: 3000 }]);
  });

  test('that returns soon is the same one, later it is another', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const down = new Set([2, 6, 20, 100]);
    for (let seconds = 0; seconds <= 104; seconds += 2)
      monitor.push(threeAt(seconds, down.has(seconds) ? { c: 'down' } : {}));
    const alerts = monitor.latest?.alerts.filter(({ check }) => check === 'member-down');
    expect(alerts).toMatchObject([
      { raisedAt: at(100), clearedAt: at(102), flaps: 0 },
      { raisedAt: at(2), clearedAt: at(22), flaps: 2 },
    ]);
  });

  test('averages over all the times it came back, and tells of the first few', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const backlog = (seconds: number) => (seconds % 24 < 4 ? 600 + seconds : 0);
    for (let seconds = 0; seconds < 240; seconds += 2)
      monitor.push(threeAt(seconds, { c: { status: { appliedIndex: BigInt(1000 - backlog(seconds)) } } }));
    const alert = monitor.latest?.alerts[0];
    const met = Array.from({ length: 120 }, (_, i) => backlog(i * 2)).filter((value) => value > 0);
    expect(monitor.latest?.alerts).toHaveLength(1);
    expect(alert).toMatchObject({ flaps: 9, min: 600, max: 818, raisedAt: at(0), clearedAt: at(220) });
    expect(alert?.avg).toBeCloseTo(met.reduce((sum, value) => sum + value, 0) / met.length, 6);
    expect(monitor.latest?.events.filter(({ alertKey }) => alertKey === alert?.key)).toHaveLength(8);
  });

  test('keeps its worst severity and tells when it gets worse', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    for (const [i, applied] of [4400n, 0n, 4400n].entries())
      monitor.push(threeAt(i * 2, { c: { status: { raftIndex: 5001n, appliedIndex: applied } } }));
    expect(monitor.latest?.alerts).toMatchObject([{ severity: 'critical', finding: { severity: 'warning' } }]);
    expect(monitor.latest?.events.map(({ kind }) => kind)).toEqual(['CRIT', 'WARN', 'INFO']);
  });

  test('does not end because its member fell silent', () => {
    const monitor = createMonitor({ windowSeconds: 4 });
    for (let i = 0; i < 4; i++) monitor.push(threeAt(i * 2, { c: fsync(i * 2, i * 2) }));
    for (let i = 4; i < 20; i++) monitor.push(threeAt(i * 2, { c: 'down' }));
    const alert = () => monitor.latest?.alerts.find(({ check }) => check === 'wal-fsync-p99');
    expect(alert()).toMatchObject({ subject: idOf('c') });
    expect(alert()?.clearedAt).toBeUndefined();
    for (let i = 20; i < 40; i++) monitor.push(threeAt(i * 2, { c: fsync(i * 2, 6) }));
    expect(alert()?.clearedAt).toBeDefined();
  });

  test('does not end because nobody answers, but because its member was removed', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const cleared = () =>
      monitor.latest?.alerts.find(({ check, subject }) => check === 'member-down' && subject === idOf('c'))?.clearedAt;
    monitor.push(threeAt(0, { c: 'down', a: { status: { errors: ['memberID:5 alarm:NOSPACE '] } } }));
    monitor.push(threeAt(2, { a: 'down', b: 'down', c: 'down' }));
    expect(monitor.latest?.alerts.find(({ check }) => check === 'alarm-nospace')?.clearedAt).toBeUndefined();
    monitor.push(threeAt(4, { c: 'gone' }));
    expect(cleared()).toBe(at(4));
  });

  test('lists are bounded', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    for (let i = 0; i < 400; i++) monitor.push(threeAt(i * 40, i % 2 ? { c: 'down' } : {}, { interval: 40 }));
    expect(monitor.latest?.alerts.length).toBeLessThanOrEqual(110);
    expect(monitor.latest?.events.length).toBeLessThanOrEqual(1000);
  });

  test('active ones come first, worst first, then ended ones, newest first', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    monitor.push(threeAt(0, { b: 'down' }));
    monitor.push(threeAt(2));
    monitor.push(threeAt(4, { c: { status: { appliedIndex: 400n } } }));
    monitor.push(threeAt(6, { a: 'down', c: { status: { appliedIndex: 400n } } }));
    const order = monitor.latest?.alerts.map(
      ({ check, subjectName, clearedAt }) => `${check} ${subjectName}${clearedAt ? ' ended' : ''}`,
    );
    expect(order?.[0]).toBe('member-down a');
    expect(order?.filter((line) => line.endsWith(' ended'))).toEqual(['member-down b ended']);
    expect(order?.at(-1)).toBe('member-down b ended');
  });
});
