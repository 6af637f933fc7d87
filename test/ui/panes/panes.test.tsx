import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemberView } from '../../../src/model/view.ts';
import type { Line } from '../../../src/ui/line.ts';
import type { PaneProps } from '../../../src/ui/pane.ts';
import { commitLines } from '../../../src/ui/panes/commit.tsx';
import { diagnosisLines } from '../../../src/ui/panes/diagnosis.tsx';
import { eventsLines } from '../../../src/ui/panes/events.tsx';
import { focusLines } from '../../../src/ui/panes/focus.tsx';
import { fsyncLines } from '../../../src/ui/panes/fsync.tsx';
import { lagLines } from '../../../src/ui/panes/lag.tsx';
import { leaderLines } from '../../../src/ui/panes/leader.tsx';
import { rttLines } from '../../../src/ui/panes/rtt.tsx';
import { at, calmState, event, member, reading, screen, slowDisk, stage, trendOf, view, wrongSizes } from './stage.ts';

const drawn: Readonly<Record<string, (props: PaneProps) => Line[]>> = {
  fsync: fsyncLines,
  commit: commitLines,
  focus: focusLines,
  lag: lagLines,
  rtt: rttLines,
  leader: leaderLines,
  diagnosis: diagnosisLines,
  events: eventsLines,
};

const quiet = trendOf(Array.from({ length: 200 }, () => 0.0041));
const slow = trendOf(
  Array.from({ length: 60 }, (_, index) =>
    index < 40 ? (index === 20 ? undefined : 0.004) : 0.02 * (1 + (index % 5)),
  ),
  [-5, -30],
);
const trend: PaneProps['trend'] = (request) => (request.memberId === 'd2034aa1' ? slow(request) : quiet(request));
const rtt = {
  '8e9e05c5': { b71f2c10: reading(0.0007), d2034aa1: reading(0.061, 'warning') },
  b71f2c10: { '8e9e05c5': reading(0.0006), d2034aa1: reading(0.2, 'critical') },
};

describe.each(Object.keys(drawn))('the pane %s', (name) => {
  const lines = drawn[name] ?? (() => []);
  test.each([
    [60, 5],
    [80, 8],
    [120, 8],
  ])('at %ix%i', async (columns, rows) => {
    const props = stage({ view: slowDisk({ rtt }), trend, columns, rows });
    expect(wrongSizes(lines(props), props)).toEqual([]);
    await expect(screen(lines(props))).toMatchFileSnapshot(`../../goldens/panes/${name}-${columns}x${rows}.txt`);
  });

  test('stands without members, history or numbers', () => {
    for (const odd of [view([]), view([member('a', '')], { at: Number.NaN, historySeconds: Number.NaN })]) {
      const props = stage({ view: odd, rows: 6, now: Number.NaN });
      expect(wrongSizes(lines(props), props)).toEqual([]);
    }
  });

  test('says that it has the focus without colour', () => {
    const focused = { ...calmState, focus: name as 'fsync' };
    expect(screen(lines(stage({ view: slowDisk(), state: focused })))).toMatch(/^== /);
    expect(screen(lines(stage({ view: slowDisk() })))).toMatch(/^-- /);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\x1b[2J',
    '\u202eevil',
    'a\u200bb',
    '日本語のメンバー',
    '👩‍👩‍👧',
    'e\u0301\u0301',
    '\n\r\t',
    '',
    'x'.repeat(300),
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1, 0.01, 1e300),
);
const level = fc.constantFrom('ok', 'warning', 'critical', 'unknown') as fc.Arbitrary<'ok'>;

const anyMember: fc.Arbitrary<MemberView> = fc
  .tuple(hostile, hostile, number, number, level)
  .map(([id, label, first, second, rank]) => {
    const made = member(id, label);
    const readings = { ...made.readings, walFsyncP99: reading(first, rank), quotaUsedRatio: reading(second, rank) };
    return { ...made, readings };
  });

const anyProps: fc.Arbitrary<PaneProps> = fc
  .record({
    columns: fc.integer({ min: 20, max: 220 }),
    rows: fc.integer({ min: 2, max: 60 }),
    members: fc.array(anyMember, { maxLength: 9 }),
    values: fc.array(number, { maxLength: 80 }),
    text: hostile,
    when: fc.oneof(fc.integer({ min: at - 4e6, max: at }), fc.double()),
    scroll: fc.integer({ min: -5, max: 50 }),
    autoScale: fc.boolean(),
    zoomed: fc.boolean(),
    filter: fc.constantFrom('', '[', 'cp', '\x1b'),
    glyphs: fc.constantFrom('ascii', 'block', 'braille') as fc.Arbitrary<'ascii'>,
  })
  .map(({ columns, rows, members, values, text, when, scroll, autoScale, zoomed, filter, glyphs }) => {
    const base = slowDisk();
    const rename = <T extends object>(thing: T) => ({ ...thing, subject: text, subjectName: text, text, remedy: text });
    const spans = [
      { fromAt: when, toAt: at, id: text, name: text },
      { fromAt: at - 9000, toAt: when, id: undefined },
    ];
    const hostileView = view(members, {
      rtt: { [text]: { [text]: reading(values[0]) } },
      leader: {
        ...base.leader,
        id: text,
        name: text,
        since: when,
        changes: 2,
        last: { from: text, to: text, at: when },
        spans,
      },
      findings: base.findings.map(rename),
      alerts: base.alerts.map((alert) => ({ ...rename(alert), raisedAt: when, finding: rename(alert.finding) })),
      events: [event('MARK', when, text, text), ...base.events.map(rename)],
    });
    const state = { ...calmState, autoScale, zoomed, filter, scroll: { events: scroll, diagnosis: scroll } };
    const look = { glyphs, colors: 'none' } as const;
    return stage({ view: hostileView, trend: trendOf(values, [-2]), columns, rows, state, look });
  });

test.each(Object.keys(drawn))('%s fills exactly its room, whatever it is given', (name) =>
  fc.assert(
    fc.property(anyProps, (props) => {
      const lines = drawn[name]?.(props) ?? [];
      expect(wrongSizes(lines, props)).toEqual([]);
      const seen = lines.flatMap((line) => line.map(({ text }) => text)).join('');
      expect(seen).not.toMatch(/\p{C}/u);
      if (props.look.glyphs === 'ascii') expect(seen).toMatch(/^[\x20-\x7e]*$/);
    }),
    { numRuns: 150 },
  ),
);
