import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registry } from '../../../src/model/registry.ts';
import { width } from '../../../src/text/width.ts';
import { autoScale, fixedScale, glyphOf, toneOf } from '../../../src/ui/charts/ramp.ts';
import { columnSeconds, sparkSpans } from '../../../src/ui/charts/spark.ts';
import type { Look } from '../../../src/ui/look.ts';
import { trendOf } from '../panes/stage.ts';

const ascii: Look = { glyphs: 'ascii', colors: 'none' };
const looks: readonly Look[] = [ascii, { ...ascii, glyphs: 'block' }, { ...ascii, glyphs: 'braille' }];

function draw(metric: keyof typeof registry, values: readonly (number | undefined)[], look = ascii): string {
  const entry = registry[metric];
  const scale = fixedScale(entry, entry.levels, look) ?? autoScale(values, look);
  return values.map((value) => glyphOf(value, scale, look)).join('');
}

describe('the fixed scale', () => {
  test('doubles per step, the third glyph begins at the warning', () =>
    expect(draw('walFsyncP99', [0.001, 0.0049, 0.005, 0.0099, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 8])).toBe(
      '..::-=+*#%@@',
    ));
  test('has the warning at the same glyph whatever the metric', () =>
    expect(draw('backendCommitP99', [0.0124, 0.0126, 0.024, 0.025])).toBe('.::-'));
  test('counts grow fourfold up to the warning', () =>
    expect(draw('applyBacklog', [0, 1, 40, 499, 500, 2000, 1e9])).toBe('..=+*#@'));
  test('shares are linear', () => expect(draw('quotaUsedRatio', [0, 0.26, 0.5, 0.8, 1])).toBe('.-+%@'));
  test('does not move with the values', () =>
    expect(draw('walFsyncP99', [0.004, 5])[0]).toBe(draw('walFsyncP99', [0.004, 0.005])[0]));
  test('has as many levels in blocks and braille', () => {
    expect(draw('walFsyncP99', [0.004, 0.01, 8], { ...ascii, glyphs: 'block' })).toBe('▁▃█');
    expect(draw('walFsyncP99', [0.004, 0.01, 8], { ...ascii, glyphs: 'braille' })).toBe('⡀⣄⣿');
  });
});

describe('the automatic scale', () => {
  test('spans what is visible', () => expect(draw('cpuCores', [0.1, 0.2, 0.3])).toBe('.+@'));
  test('is flat where nothing differs, and stands without a number', () => {
    expect(draw('cpuCores', [0.1, 0.1])).toBe('..');
    expect(draw('cpuCores', [undefined, Number.NaN])).toBe('  ');
  });
});

test('a gap is blank and infinity is the top', () =>
  expect(draw('walFsyncP99', [undefined, Number.NaN, Number.POSITIVE_INFINITY, -1])).toBe('  @.'));

test('a value is painted by its bounds', () => {
  const { levels } = registry.walFsyncP99;
  expect([undefined, 0.01, 0.011, 0.6].map((value) => toneOf(value, levels))).toEqual([
    'plain',
    'plain',
    'warning',
    'critical',
  ]);
  expect(toneOf(3, { warning: 5, below: true })).toBe('warning');
  expect(toneOf(3, undefined)).toBe('plain');
});

test('any number in any look is one cell', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...looks),
      fc.double(),
      fc.constantFrom('walFsyncP99', 'applyBacklog', 'cpuCores'),
      (look, value, metric) => {
        expect(width(draw(metric as 'walFsyncP99', [value, 1], look))).toBe(2);
      },
    ),
  ));

describe('a sparkline', () => {
  const scale = fixedScale(registry.walFsyncP99, registry.walFsyncP99.levels, ascii);
  const spark = (columns: number, values: readonly (number | undefined)[], failed: readonly number[] = []) => {
    const trend = trendOf(
      values,
      failed,
    )({ metric: 'walFsyncP99', memberId: 'a', columns: values.length, secondsPerColumn: 5 });
    return scale ? sparkSpans(trend, columns, scale, registry.walFsyncP99.levels, ascii) : [];
  };
  const text = (spans: readonly { text: string }[]) => spans.map((span) => span.text).join('');

  test('ends at the right with the newest and is blank before the history began', () =>
    expect(text(spark(6, [0.001, 0.01, 0.02]))).toBe('   .-='));
  test('drops the oldest where room is short', () => expect(text(spark(2, [0.001, 0.01, 0.02]))).toBe('-='));
  test('shows a failed poll as x, a gap as a blank, and neither as a value', () =>
    expect(text(spark(4, [0.001, undefined, undefined, 0.001], [-2]))).toBe('. x.'));
  test('needs a span per change of tone only', () =>
    expect(spark(6, [0.001, 0.001, undefined, 0.02, 0.03, 0.9])).toEqual([
      { text: '.. ', tone: 'plain' },
      { text: '==', tone: 'warning' },
      { text: '@', tone: 'critical' },
    ]));
});

test('a column stands for a round number of seconds and at least two polls', () => {
  expect(columnSeconds(54, 240, 2)).toBe(5);
  expect(columnSeconds(240, 240, 2)).toBe(4);
  expect(columnSeconds(54, 240, 30)).toBe(60);
  expect(columnSeconds(0, 240, 2)).toBe(300);
  expect(columnSeconds(10, 1e6, 2)).toBe(100_800);
});
