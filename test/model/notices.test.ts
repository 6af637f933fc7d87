import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/model/finding.ts';
import { createHeartbeatClock } from '../../src/model/heartbeat.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { AlertNotice } from '../../src/model/notice.ts';
import { createNotices } from '../../src/model/notices.ts';
import { type MemberPlan, pageAfter, type SamplePlan, threeAt } from './samples.ts';

type Scene = Readonly<Record<string, MemberPlan | 'down' | 'hung' | 'gone'>>;
const everything = () => true;

/** A cluster as a daemon sees it, a sample every 15 seconds unless told otherwise. */
function watching(repeatSeconds = 300, interval = 15) {
  const monitor = createMonitor({ windowSeconds: 60 });
  const notices = createNotices(repeatSeconds);
  let seconds = -interval;
  const step = (scene: Scene = {}, says: (alert: Alert) => boolean = everything, plan: Partial<SamplePlan> = {}) => {
    seconds += interval;
    const sample = threeAt(seconds, scene, { interval, ...plan });
    return notices.update(monitor.push(sample), sample.mono, says);
  };
  return { notices, step, said: (...of: Parameters<typeof step>) => step(...of).said.map(words) };
}

const words = ({ occasion, state, severity, alert }: AlertNotice) =>
  `${occasion} ${state} ${severity} ${alert.check} ${alert.subjectName}`;

describe('what is said of alerts', () => {
  test('is each change once, and what lasts again after the repeat', () => {
    const { said, notices } = watching();
    expect(said()).toEqual([]);
    const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;
    const first = said(full);
    expect(first).toContain('raised firing critical alarm-nospace cluster');
    for (let sample = 1; sample < 20; sample += 1) expect(said(full)).toEqual([]);
    expect(said(full)).toContain('repeated firing critical alarm-nospace cluster');
    expect(notices.firing.map(({ alert }) => alert.check)).toContain('alarm-nospace');
    expect(said()).toContain('cleared resolved critical alarm-nospace cluster');
    expect(said()).toEqual([]);
    expect(notices.firing).toEqual([]);
  });

  test('has the cause that accounts for it, where it was asked, and since when', () => {
    const { step } = watching(300, 5);
    step();
    const told = [step({ c: 'down' }), step({ c: 'down' }), step({ c: 'down' }), step({ c: 'down' })];
    const down = told.flatMap(({ said }) => said).find(({ alert }) => alert.check === 'member-down');
    expect(down).toMatchObject({
      occasion: 'raised',
      memberId: down?.alert.subject,
      endpoint: 'https://c:2379',
      cause: { cause: 'member-down', severity: 'critical' },
    });
    expect(down?.alert.raisedAt).toBeLessThan(down?.at ?? 0);
    const margin = told.flatMap(({ said }) => said).find(({ alert }) => alert.check === 'quorum-margin');
    expect(margin).toMatchObject({ alert: { subject: 'cluster' }, memberId: undefined });
  });

  test('is nothing of a restart that is over before anybody could tell it from one', () => {
    const { said, notices } = watching(300, 2);
    said();
    for (let sample = 0; sample < 5; sample += 1) {
      expect(said({ c: 'down' })).toEqual([]);
      expect(notices.firing).toEqual([]);
    }
    for (let sample = 0; sample < 5; sample += 1) expect(said()).toEqual([]);
  });

  test('is nothing of one missed sample at the usual interval, and a line at the second', () => {
    const { said } = watching();
    said();
    expect(said({ c: 'down' })).toEqual([]);
    expect(said({ c: 'down' })).toEqual([
      'raised firing critical member-down c',
      'raised firing warning quorum-margin cluster',
    ]);
  });

  test('is a lost quorum at once', () => {
    const { said } = watching(300, 1);
    said();
    const alone = { a: { status: { leaderId: undefined, errors: ['etcdserver: no leader'] } } };
    const lines = said({ ...alone, b: 'down', c: 'down' });
    expect(lines).toContain('raised firing critical quorum-lost cluster');
    expect(lines).toContain('raised firing critical member-down b');
  });

  test('is nothing of what is mere information', () => {
    const { step, notices } = watching();
    step();
    const restarted = {
      c: { page: pageAfter(15, { process_start_time_seconds: Date.UTC(2026, 10, 21, 14, 0, 5) / 1000 }) },
    };
    expect(step(restarted)).toEqual({ changed: [], said: [] });
    expect(notices.firing).toEqual([]);
  });

  test('is of the past once nothing tells whether it still holds, and of now when it is measured again', () => {
    const { step, notices } = watching();
    const margin = () => notices.firing.find(({ alert }) => alert.check === 'quorum-margin');
    step();
    step({ c: 'down' });
    step({ c: 'down' });
    expect(margin()).toMatchObject({ past: false });
    step({ a: 'down', b: 'down', c: 'down' });
    expect(margin()).toMatchObject({ past: true });
    step({ c: 'down' });
    expect(margin()).toMatchObject({ past: false });
  });

  test('does not follow a wall clock that jumps', () => {
    const { said } = watching();
    const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;
    said(full);
    for (const wallOff of [0, 7200, 7200, -7200, -7200, 0])
      expect(said(full, everything, { wallOff }).filter((line) => line.includes('alarm-nospace'))).toEqual([]);
  });

  test('waits and ends by what has really passed, however the wall clock is set', () => {
    const { said } = watching(300, 2);
    const lagging = { c: { status: { raftIndex: -1000n } } };
    const lag = (scene: Scene, wallOff: number) =>
      said(scene, everything, { wallOff }).filter((line) => line.includes('follower-lag'));
    lag({}, 0);
    // It has to hold for five seconds: an hour that the clock skips is none of them, and one it goes back takes none away.
    const raised = [0, 3600, 3600, -3600, -3600].map((wallOff) => lag(lagging, wallOff).length);
    expect(raised.slice(0, 3)).toEqual([0, 0, 0]);
    expect(raised.reduce((sum, lines) => sum + lines)).toBe(1);
    const cleared = [3600, 3600, -3600, -3600, -3600, -3600, -3600].flatMap((wallOff) => lag({}, wallOff));
    expect(cleared).toEqual(['cleared resolved warning follower-lag c']);
  });

  test('is more when it becomes worse, and not less when it eases', () => {
    const { said } = watching(300, 15);
    const used = (ratio: number): Scene =>
      Object.fromEntries(
        ['a', 'b', 'c'].map((name) => [
          name,
          { status: { dbSizeBytes: ratio * 2147483648, dbInUseBytes: ratio * 2147483648 } },
        ]),
      );
    const of = (ratio: number) => said(used(ratio)).filter((line) => /quota-used a/.test(line));
    for (let sample = 0; sample < 3; sample += 1) of(0.1);
    const lines = [...of(0.82), ...of(0.82), ...of(0.97), ...of(0.97), ...of(0.82), ...of(0.97)];
    expect(lines).toEqual(['raised firing warning quota-used a', 'worse firing critical quota-used a']);
  });

  test('is a new alert where it comes again later than half a minute after it ended, and counts as one', () => {
    const { step } = watching(300, 15);
    const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;
    const occasions = (scene: Scene) =>
      step(scene).changed.flatMap(({ occasion, alert }) => (alert.check === 'alarm-nospace' ? [occasion] : []));
    expect([...occasions({}), ...occasions(full), ...occasions({}), ...occasions(full), ...occasions({})]).toEqual([
      'raised',
      'cleared',
      'returned',
      'cleared',
    ]);
    for (let sample = 0; sample < 3; sample += 1) expect(occasions({})).toEqual([]);
    expect(occasions(full)).toEqual(['raised']);
  });

  test('of an alert that keeps coming back, only that it lasts, and once that it is over', () => {
    const { said } = watching(300, 15);
    const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;
    const lines: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      lines.push(...said(full));
      lines.push(...said());
    }
    for (let sample = 0; sample < 25; sample += 1) lines.push(...said());
    const nospace = lines.filter((line) => line.includes('alarm-nospace'));
    expect(nospace.filter((line) => line.startsWith('returned')).length).toBeLessThanOrEqual(4);
    expect(nospace.length).toBeLessThanOrEqual(14);
    expect(nospace.at(-1)).toBe('cleared resolved critical alarm-nospace cluster');
  });
});

describe('who speaks', () => {
  const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;
  const nobody = () => false;
  const nospace = (lines: readonly string[]) => lines.filter((line) => line.includes('alarm-nospace'));

  test('a daemon that is silent still knows and counts', () => {
    const { step, notices } = watching();
    const told = step(full, nobody);
    expect(told.said).toEqual([]);
    expect(nospace(told.changed.map(words))).toEqual(['raised firing critical alarm-nospace cluster']);
    expect(notices.firing.length).toBeGreaterThan(0);
    expect(step({}, nobody).said).toEqual([]);
  });

  test('a new speaker says once what fires, and the old one ends nothing falsely', () => {
    const [old, young] = [watching(), watching()];
    expect(nospace(old.said(full))).toHaveLength(1);
    expect(nospace(young.said(full, nobody))).toEqual([]);
    for (let sample = 0; sample < 4; sample += 1) {
      expect(nospace(old.said(full, nobody))).toEqual([]);
      expect(nospace(young.said(full))).toEqual(sample === 0 ? ['raised firing critical alarm-nospace cluster'] : []);
    }
    expect(nospace(old.said({}, nobody))).toEqual([]);
    expect(nospace(young.said({}))).toEqual(['cleared resolved critical alarm-nospace cluster']);
  });

  test('what ends in the moment of the change is said to be over rather twice than never', () => {
    const old = watching();
    old.said(full);
    expect(nospace(old.said({}, nobody))).toEqual(['cleared resolved critical alarm-nospace cluster']);
  });
});

test('an alert of the daemon about itself is repeated too, and ends with the next sample', () => {
  const notices = createNotices(60);
  const finding = {
    ...({ check: 'stale', severity: 'critical', subject: 'cluster', subjectName: 'etcdoc' } as const),
    ...{ text: 'no sample', remedy: '', source: '' },
  };
  const alert: Alert = { ...finding, key: 'own', raisedAt: 0, flaps: 0, finding };
  expect(notices.own(alert, 0, 0).said.map(words)).toEqual(['raised firing critical stale etcdoc']);
  expect(notices.own(alert, 30_000, 30_000).said).toEqual([]);
  expect(notices.own(alert, 60_000, 60_000).said.map(words)).toEqual(['repeated firing critical stale etcdoc']);
  expect(notices.over('own', 61_000).said.map(words)).toEqual(['cleared resolved critical stale etcdoc']);
  expect(notices.over('own', 62_000).said).toEqual([]);
});

test('a heartbeat comes with the first sample and then on its own clock', () => {
  const clock = createHeartbeatClock(60);
  const monitor = createMonitor({ windowSeconds: 60 });
  const beats: number[] = [];
  for (let seconds = 0; seconds <= 180; seconds += 15) {
    const sample = threeAt(seconds, {}, { interval: 15 });
    const beat = clock.due(monitor.push(sample), sample.mono, { status: 'healthy', firing: 0 });
    if (beat) beats.push(seconds);
    if (beat) expect(beat.summary).toContain('3/3 OK');
  }
  expect(beats).toEqual([0, 60, 120, 180]);
});
