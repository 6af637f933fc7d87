import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/model/cause.ts';
import type { Reading } from '../../../src/model/reading.ts';
import { diagnosisLines } from '../../../src/ui/panes/diagnosis.tsx';
import { eventsLines } from '../../../src/ui/panes/events.tsx';
import { fsyncLines } from '../../../src/ui/panes/fsync.tsx';
import { leaderLines } from '../../../src/ui/panes/leader.tsx';
import { panes } from '../../../src/ui/panes/panes.ts';
import { rttLines } from '../../../src/ui/panes/rtt.tsx';
import {
  at,
  calmState,
  event,
  member,
  reading,
  screen,
  slowDisk,
  stage,
  textOf,
  tonesOf,
  trendOf,
  view,
} from './stage.ts';

const healthy = view([member('a', 'cp-1'), member('b', 'cp-2', { role: 'leader' })]);

describe('the diagnosis', () => {
  const text = (changes: Parameters<typeof stage>[0]) => screen(diagnosisLines(stage({ rows: 10, ...changes })));

  test('says that nothing is wrong only where everything was measured', () => {
    expect(text({ view: healthy })).toContain('ok nothing wrong in 4m of history');
    const partial = { ...healthy, freshness: { state: 'partial' } } as const;
    expect(text({ view: partial })).toContain('nothing wrong in what could be measured');
    expect(text({ view: { ...healthy, freshness: { state: 'stale' } } })).toContain('nothing can be said');
    expect(text({ view: view([]) })).toContain('nothing measured yet');
    expect(text({ view: healthy, now: at + 60_000 })).toContain('nothing was wrong 1m ago');
  });

  test('names what could not be measured, on whom, and why', () => {
    const base = member('c', 'cp-3');
    const unknown = { level: 'unknown', unknown: { reason: 'no-metrics' } } as const;
    const blind = (id: string) => ({
      ...member(id, id),
      readings: { ...base.readings, walFsyncP99: unknown, backendCommitP99: unknown },
    });
    const seen = text({ view: view([blind('x'), blind('y')]) });
    expect(seen).toContain('nothing wrong in what could be measured');
    expect(seen).toContain('not measured on x, y: WAL fsync p99, backend commit p99 (no metrics)');
  });

  test('says how much longer what is not measured yet will take', () => {
    const base = member('c', 'cp-3');
    const young = (secondsLeft: number) =>
      ({ level: 'unknown', unknown: { reason: 'collecting', secondsLeft } }) as const;
    const seen = (fsync: number, commit: number) =>
      text({
        view: view([
          { ...base, readings: { ...base.readings, walFsyncP99: young(fsync), backendCommitP99: young(commit) } },
        ]),
      });
    expect(seen(39.2, 39.2)).toContain('WAL fsync p99, backend commit p99 (needs 40s more)');
    expect(seen(2, 39.2)).toMatch(/\(needs up to 40s\s+more\)/);
  });

  test('says each remedy once and never calls trouble calm', () => {
    const seen = text({ view: slowDisk() });
    expect(seen.match(/next:/g)).toHaveLength(1);
    expect(seen).not.toContain('nothing wrong');
    expect(seen).toMatch(/^! {2}cp-3 WAL fsync/m);
  });

  test('shows the worst with what to do, then every head before more of any, and counts what has no room', () => {
    const small = text({ view: slowDisk(), rows: 3 }).split('\n');
    expect(small[0]).toContain('+1 more');
    expect(small[1]).toMatch(/^! /);
    expect(small[2]).toMatch(/^ {3}next: /);
    expect(text({ view: slowDisk(), rows: 4 }).match(/^! /gm)).toHaveLength(2);
    expect(text({ view: slowDisk(), rows: 2 })).toContain('+1 more');
  });

  test('tells growth with the history behind it, and reaches no further ahead than that allows', () => {
    const base = member('a', 'cp-1');
    const grown = (growth: Reading, left?: Reading) =>
      text({
        view: view([
          {
            ...base,
            readings: { ...base.readings, dbGrowthBytesPerSecond: growth, secondsToQuota: left ?? base.readings.keys },
          },
        ]),
      });
    const over = (value: number): Reading => ({ value, level: 'ok', windowSeconds: 1800 });
    const free = 5.9 * 2 ** 30;
    expect(grown({ level: 'unknown', unknown: { reason: 'collecting', secondsLeft: 540 } })).toContain(
      'growth not known yet: needs 9m more',
    );
    expect(grown(over(free / 36_000), reading(36_000))).toContain('over 30m -> full in about 10h');
    expect(grown(over(free / 864_000))).toContain('growth +25M/h over 30m -> not full within 12h');
    expect(grown(over(free / 36_000))).toContain('over 30m, too uneven to say when it is full');
    expect(grown(over(-10))).toMatch(/growth -35K\/h over 30m *$/m);
  });

  test('does not call a fragmented database well', () => {
    const base = member('a', 'cp-1');
    const torn = {
      ...base,
      readings: { ...base.readings, dbInUseRatio: reading(0.2), dbInUseBytes: reading(2 ** 30) },
    };
    expect(text({ view: view([torn]) })).not.toContain('defrag not needed');
    expect(text({ view: healthy })).toContain('defrag not needed');
  });
});

describe('the events', () => {
  const text = (changes: Parameters<typeof stage>[0]) =>
    textOf(eventsLines(stage({ rows: 8, columns: 100, ...changes })));

  test('have the alerts in force first, with how long and how far, and each only once', () => {
    const [title, first, second, third] = text({ view: slowDisk() });
    expect(title).toContain('EVENTS 2 active / 5 total');
    expect(first).toMatch(/14:01:48 WARN {2}cp-3 WAL fsync.* 23s ongoing {2}min 4\.0 avg 31\.7 max 71\.4$/);
    expect(second).toContain('backend commit');
    expect(third).toContain('MARK  "start drain cp-3"');
  });

  test.each([
    [60, /cp-3 fsync p99 38\.2 ms > 10 ms +23s/],
    [98, /cp-3 WAL fsync p99 38\.2 ms > 10 ms .* 23s/],
  ])('have a number and its bound whole at %i columns', (columns, expected) => {
    expect(text({ view: slowDisk(), columns })[1]).toMatch(expected);
  });

  test('tell an alert that waits for its end from one whose finding stands, and how bad it is now', () => {
    const { alerts, findings } = slowDisk();
    const [, first, second] = text({
      view: slowDisk({
        findings: findings.slice(1),
        alerts: alerts.map((alert) => ({ ...alert, severity: 'critical' as const })),
      }),
    });
    expect(first).toMatch(/WARN {2}cp-3 backend commit/);
    expect(second).toMatch(/WARN {2}cp-3 was: WAL fsync/);
  });

  test('give the length of an alert to its last end alone, and none beside words that count its returns', () => {
    const [first] = slowDisk().alerts;
    const key = first?.key ?? '';
    const ended = (flaps: number) => ({
      alerts: first === undefined ? [] : [{ ...first, raisedAt: at - 30_000, clearedAt: at - 3_000, flaps }],
      findings: [],
      events: [
        event('OK', at, 'cp-3', 'fsync is well again after 1 s', key),
        event('OK', at - 20_000, 'cp-3', 'fsync is well again after 9 s', key),
      ],
    });
    const [, once, before] = text({ view: slowDisk(ended(0)) });
    expect(once).toContain('lasted 27s  min');
    expect(before).toMatch(/after 9 s +$/);
    const [, again] = text({ view: slowDisk(ended(2)) });
    expect(again).toMatch(/after 1 s +min 4/);
  });

  test('mark what was acknowledged with a letter and dim it', () => {
    const state = { ...calmState, acknowledged: ['wal-fsync-p99 d2034aa1'] };
    const lines = eventsLines(stage({ view: slowDisk(), state }));
    expect(textOf(lines)[1]).toContain('WARNa cp-3');
    expect(tonesOf(lines[1]).every((tone) => tone.startsWith('dim:'))).toBe(true);
  });

  test('show what a filter finds, case or not, and say when it finds nothing', () => {
    const found = text({ view: slowDisk(), state: { ...calmState, filter: 'econn|DRAIN' } });
    expect(found[0]).toContain('2 match /econn|DRAIN/');
    expect(found[1]).toContain('start drain');
    expect(text({ view: slowDisk(), state: { ...calmState, filter: '(' } })[1]).toMatch(/[(]/);
    expect(text({ view: slowDisk(), state: { ...calmState, filter: 'zzz' } })[1]).toContain('nothing matches');
    expect(text({ view: healthy })[1]).toContain('nothing happened so far');
  });

  test('scroll no further than the last line', () => {
    const view = slowDisk();
    const scrolled = (rows: number) => text({ view, rows: 3, state: { ...calmState, scroll: { events: rows } } })[1];
    expect(scrolled(1)).toContain('backend commit');
    expect(scrolled(99)).toBe(scrolled(3));
  });

  test('hide what is over before the time that was cleared, never what lasts', () => {
    const lines = text({ view: slowDisk(), state: { ...calmState, clearedBefore: at } });
    expect(lines[2]).toContain('backend commit');
    expect(lines[3]?.trim()).toBe('');
  });
});

describe('the leader timeline', () => {
  test('is one line where there is one row, in the columns of the charts', () => {
    const [line, ...rest] = textOf(leaderLines(stage({ view: slowDisk(), rows: 1 })));
    expect(rest).toEqual([]);
    expect(line).toMatch(/^lead +2+ {2}0 changes in 4m/);
    expect(line).toHaveLength(80);
    const [, chart = ''] = textOf(fsyncLines(stage({ view: slowDisk(), trend: trendOf(Array(200).fill(0.004)) })));
    expect(line?.lastIndexOf('2')).toBe(chart.lastIndexOf('. '));
  });

  test('says the last change, and that nobody leads', () => {
    const leader = {
      atLeast: false,
      changes: 1,
      changesSeconds: 3600,
      last: { from: 'cp-1', to: undefined, at: at - 90_000 },
      spans: [],
    };
    const text = screen(leaderLines(stage({ view: { ...healthy, leader }, rows: 6 })));
    expect(text).toContain('1 change in 1h   last cp-1 -> nobody 1m30s ago (2026-11-21 14:00)');
    const narrow = screen(leaderLines(stage({ view: { ...healthy, leader }, rows: 6, columns: 52 })));
    expect(narrow).toMatch(/last cp-1 -> nobody 1m30s ago *$/m);
    expect(narrow).toMatch(/^1=\S+ .*[|]=election/m);
    expect(narrow).not.toContain('~');
    expect(text).toContain('leader none');
  });

  test('shows marks under their time', () => {
    const events = [event('MARK', at - 2000, undefined, 'drain')];
    expect(textOf(leaderLines(stage({ view: { ...healthy, events }, rows: 6 })))[2]).toMatch(/^mark {2}\.+M$/);
  });
});

describe('the round trips', () => {
  test('are a dash where unknown, never a zero', () => {
    const rtt = { a: { b: reading(0.0007) } };
    const [, , first, second] = textOf(rttLines(stage({ view: { ...healthy, rtt }, rows: 5 })));
    expect(first).toMatch(/^cp-1 +\. +0\.7 +-/);
    expect(second).toMatch(/^cp-2 +- +\. +-/);
  });
});

test('every pane has its own digit and draws exactly its rows', () => {
  expect(new Set(panes.map(({ digit }) => digit)).size).toBe(panes.length);
  for (const { component: Pane } of panes) {
    const { lastFrame, unmount } = render(<Pane {...stage({ view: slowDisk(), rows: 7 })} />);
    expect(lastFrame()?.split('\n')).toHaveLength(7);
    unmount();
  }
});

test('where the diagnosis has no room the worst alert is followed by its own advice', () => {
  const troubled = slowDisk();
  const lines = screen(eventsLines(stage({ view: troubled, rows: 6, advise: true }))).split('\n');
  expect(lines[2]).toMatch(/^ {2}next: /);
  expect(screen(eventsLines(stage({ view: troubled, rows: 6 })))).not.toContain('next:');
});

test('a cause worse than every alert is advised on by its name: its own alert may still wait for its time', () => {
  const troubled = slowDisk();
  const partition: Cause = {
    cause: 'partition',
    severity: 'critical',
    subject: 'c',
    subjectName: 'cp-3',
    confidence: 'medium',
    text: 'hears nobody',
    because: [],
    explains: [],
    evidence: [],
    next: ['look at the links'],
  };
  const alerts = troubled.alerts.map((alert) => ({ ...alert, severity: 'warning' as const }));
  const view = { ...troubled, alerts, causes: [partition] };
  const lines = screen(eventsLines(stage({ view, rows: 6, advise: true }))).split('\n');
  expect(lines[2]?.trimEnd()).toBe('  next (cp-3: partition): look at the links');
  const unraised = screen(eventsLines(stage({ view: { ...view, alerts: [] }, rows: 6, advise: true })));
  expect(unraised).toContain('next (cp-3: partition): look at the links');
});

test('without any metrics the charts show what gRPC tells', () => {
  const members = ['a', 'b'].map((id) => member(id, id, { access: 'api-only' }));
  const nothing = { ...stage({ view: view(members), rows: 3 }) };
  const trend =
    (values: readonly number[]): typeof nothing.trend =>
    (request) => ({ ...nothing.trend(request), values });
  expect(screen(fsyncLines({ ...nothing, trend: trend([]) }))).toContain('1 Status round trip');
  expect(screen(fsyncLines({ ...nothing, trend: trend([0.001]) }))).toContain('1 WAL fsync p99');
});
