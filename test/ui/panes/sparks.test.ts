import { describe, expect, test } from 'vitest';
import type { PaneProps } from '../../../src/ui/pane.ts';
import { commitLines } from '../../../src/ui/panes/commit.tsx';
import { focusLines } from '../../../src/ui/panes/focus.tsx';
import { fsyncLines } from '../../../src/ui/panes/fsync.tsx';
import {
  calmState,
  member,
  reading,
  screen,
  slowDisk,
  stage,
  textOf,
  tonesOf,
  trendOf,
  view,
  wrongSizes,
} from './stage.ts';

const seven = Array.from({ length: 7 }, (_, index) => member(`id-${index}`, `cp-${index + 1}`));
const quiet = trendOf(Array.from({ length: 200 }, () => 0.0041));

describe('a chart pane', () => {
  test('says how many members there was no room for', () => {
    const text = textOf(fsyncLines(stage({ view: view(seven), trend: quiet, rows: 5, columns: 59 })));
    expect(text.map((line) => line.slice(0, 7).trim())).toEqual([
      '-- 1 WA',
      'cp-1  .',
      'cp-2  .',
      'cp-3  .',
      '+4 more',
    ]);
  });

  test('marks what is beyond a bound with a glyph and a tone', () => {
    const [, calm, , slow] = fsyncLines(stage({ view: slowDisk(), trend: quiet }));
    expect(textOf([slow ?? []])[0]).toMatch(/38\.2 .*! $/);
    expect(tonesOf(slow)).toContain('warning:38.2');
    expect(textOf([calm ?? []])[0]).not.toContain('!');
  });

  test('marks no more than the table does: one slow write proves nothing', () => {
    const base = member('a', 'cp-1');
    const single = { value: 0.0229, level: 'unknown', observations: 57 } as const;
    const lone = { ...base, readings: { ...base.readings, walFsyncP99: single } };
    const [, line] = fsyncLines(stage({ view: view([lone]), trend: quiet }));
    expect(textOf([line ?? []])[0]).toMatch(/22\.9 .*[^!] *$/);
    expect(textOf([line ?? []])[0]).not.toContain('!');
  });

  test('says why there is nothing to draw instead of drawing a calm line', () => {
    const base = member('a', 'cp-1');
    const unknown = { level: 'unknown', unknown: { reason: 'no-metrics' } } as const;
    const silent = { ...base, readings: { ...base.readings, walFsyncP99: unknown } };
    const [, line = ''] = textOf(fsyncLines(stage({ view: view([silent]) })));
    expect(line).toContain('no metrics');
    expect(line).toMatch(/ - +- *$/);
  });

  test('shows the dots of a rate that needs more history', () => {
    const base = member('a', 'cp-1');
    const young = { level: 'unknown', unknown: { reason: 'collecting', secondsLeft: 4 } } as const;
    const lines = textOf(
      fsyncLines(stage({ view: view([{ ...base, readings: { ...base.readings, walFsyncP99: young } }]) })),
    );
    expect(lines[1]).toContain('collecting, 4s to go');
    expect(lines[1]).toContain('...');
  });

  test('shows the number of the member table, not that of the last column', () => {
    const base = member('a', 'cp-1');
    const made = { ...base, readings: { ...base.readings, walFsyncP99: reading(0.0123, 'warning') } };
    expect(textOf(fsyncLines(stage({ view: view([made]), trend: quiet })))[1]).toContain('12.3');
  });

  test('dims a number that stands on few observations', () => {
    const base = member('a', 'cp-1');
    const made = (observations: number) => ({
      ...base,
      readings: { ...base.readings, walFsyncP99: { ...reading(0.0041), observations } },
    });
    const tones = (observations: number) =>
      tonesOf(fsyncLines(stage({ view: view([made(observations)]), trend: quiet }))[1]);
    expect(tones(12)).toContain('dim:4.1');
    expect(tones(100)).not.toContain('dim:4.1');
  });

  test('keeps its scale when the values change, and says so when it does not', () => {
    const state = { ...calmState, autoScale: true };
    expect(screen(fsyncLines(stage({ view: slowDisk(), trend: quiet, state })))).toContain('auto scale');
    expect(screen(fsyncLines(stage({ view: slowDisk(), trend: quiet })))).not.toContain('auto scale');
  });

  test('asks for columns of a round time that reach back about four minutes', () => {
    const asked: number[] = [];
    const trend: PaneProps['trend'] = (request) => {
      asked.push(request.columns, request.secondsPerColumn);
      return quiet(request);
    };
    fsyncLines(stage({ view: slowDisk(), trend }));
    expect(asked).toEqual([55, 5, 55, 5, 55, 5]);
  });
});

describe('the two charts', () => {
  const titles = (chartMetric: 'walFsyncP99' | 'backendCommitP99' | 'peerRttP99') => {
    const props = stage({ view: slowDisk(), trend: quiet, state: { ...calmState, chartMetric } });
    return [fsyncLines(props), commitLines(props)].map((lines) => textOf(lines)[0]?.slice(3, 24).trim());
  };
  test('never show the same metric', () => {
    expect(titles('walFsyncP99')).toEqual(['1 WAL fsync p99 ms --', '2 backend commit p99']);
    expect(titles('backendCommitP99')).toEqual(['1 backend commit p99', '2 WAL fsync p99 ms --']);
    expect(titles('peerRttP99')[0]).toBe('1 peer RTT p99 ms ---');
  });

  test('become one with a line per member where members are many', async () => {
    const props = stage({ view: view(seven), trend: quiet, rows: 8 });
    expect(wrongSizes(fsyncLines(props), props)).toEqual([]);
    await expect(screen(fsyncLines(props))).toMatchFileSnapshot('../../goldens/panes/paired-80x8.txt');
  });

  test('stay two where the screen says so', () => {
    const props = stage({ view: view(seven), trend: quiet, rows: 8, paired: false });
    expect(textOf(fsyncLines(props))[0]).not.toContain('backend commit');
    expect(textOf(fsyncLines({ ...props, view: slowDisk(), paired: true }))[0]).toContain('backend commit');
  });
});

describe('the zoomed chart', () => {
  const props = stage({
    view: slowDisk(),
    trend: quiet,
    rows: 24,
    state: { ...calmState, zoomed: true, focus: 'focus' },
  });

  test('marks the bounds and has a legend', async () => {
    const text = screen(focusLines(props));
    expect(text).toMatch(/^ +>10 \|\.+/m);
    expect(text).toMatch(/^ +>500!\|:+/m);
    expect(text).toContain('3=cp-3  now 38.2 !');
    await expect(text).toMatchFileSnapshot('../../goldens/panes/zoomed-80x24.txt');
  });

  test('shows the selected member against the worst when it is not zoomed', () => {
    const state = { ...calmState, selected: 'b71f2c10' };
    expect(textOf(focusLines({ ...props, state }))[0]).toContain('2=cp-2 3=cp-3');
    expect(textOf(focusLines({ ...props, state: { ...state, selected: 'd2034aa1' } }))[0]).not.toContain('1=');
  });

  test('is what any chart pane becomes when it is zoomed', () => {
    const state = { ...calmState, zoomed: true, focus: 'commit' } as const;
    const text = screen(commitLines({ ...props, state }));
    expect(text).toContain('backend commit p99 ms');
    expect(text).toMatch(/>25 \|/);
  });

  test('becomes sparklines where a grid has no room', () =>
    expect(screen(focusLines({ ...props, rows: 5 }))).toMatch(/cp-1 {2}\.+/));

  test('says why there is nothing to draw', () => {
    const base = member('a', 'cp-1');
    const unknown = { level: 'unknown', unknown: { reason: 'no-metrics' } } as const;
    const silent = { ...base, readings: { ...base.readings, walFsyncP99: unknown } };
    expect(screen(focusLines({ ...props, view: view([silent]), trend: trendOf([]) }))).toContain(
      'nothing to draw: no metrics',
    );
    expect(screen(focusLines(props))).not.toContain('nothing to draw');
  });

  test('draws a failed poll as x at the bottom', () => {
    const lines = textOf(focusLines({ ...props, trend: trendOf([0.004, undefined, 0.004], [-2]), rows: 12 }));
    expect(lines[12 - 2 - 1 - 3]).toMatch(/\| +x $/);
  });
});
