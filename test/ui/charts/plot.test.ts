import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registry } from '../../../src/model/registry.ts';
import { axisOf } from '../../../src/ui/charts/axis.ts';
import { plotGrid, rowOf, type Series } from '../../../src/ui/charts/plot.ts';
import type { Look } from '../../../src/ui/look.ts';

const ascii: Look = { glyphs: 'ascii', colors: 'none' };
const fsync = registry.walFsyncP99;
const axis = axisOf(fsync, fsync.levels, [], false);

function series(sign: string, values: Series['values']): Series {
  return { sign, values, toneOf: () => 'plain' };
}

function drawn(all: readonly Series[], columns: number, rows: number, look = ascii): string[] {
  return plotGrid(all, axis, columns, rows, look).map((cells) =>
    Array.from({ length: columns }, (_, column) => cells[column]?.glyph ?? ' ').join(''),
  );
}

describe('the axis', () => {
  test('is fixed from the first bucket to twice the critical bound', () => {
    expect([axis.low, axis.high]).toEqual([0.001, 1]);
    expect(axisOf(fsync, fsync.levels, [0.002, 0.9], false).high).toBe(1);
  });
  test('reaches the last bucket once a value is beyond', () =>
    expect(axisOf(fsync, fsync.levels, [1.5], false).high).toBe(8.192));
  test('is linear to the highest when automatic, and has a top without values', () => {
    expect(axisOf(fsync, fsync.levels, [0.2, Number.NaN, Number.POSITIVE_INFINITY], true).high).toBe(0.2);
    expect(axisOf(fsync, fsync.levels, [], true).high).toBe(1);
  });
  test('puts equal factors at equal distances', () => {
    expect(axis.heightOf(0.01)).toBeCloseTo(1 / 3);
    expect(axis.heightOf(0.1)).toBeCloseTo(2 / 3);
    expect(axis.valueAt(axis.heightOf(0.02))).toBeCloseTo(0.02);
  });
});

describe('the grid', () => {
  test('draws one series as a line and several as points', () => {
    expect(drawn([series('1', [0.001, 0.001, 1, 1])], 4, 4)).toEqual(['  .-', '  | ', '  | ', "--' "]);
    expect(drawn([series('1', [0.001, 1]), series('2', [1, 1])], 2, 3)).toEqual(['21', '  ', '1 ']);
  });
  test('leaves a gap blank and draws nothing into or out of it', () =>
    expect(drawn([series('1', [0.001, undefined, Number.NaN, 1])], 4, 4)).toEqual(['   -', '    ', '    ', '-   ']));
  test('is blank without values', () =>
    expect(drawn([series('1', [undefined]), series('2', [])], 3, 2)).toEqual(['   ', '   ']));
  test('keeps values beyond the axis on its ends', () => {
    expect(rowOf(9, axis, 10)).toBe(0);
    expect(rowOf(-9, axis, 10)).toBe(9);
    expect(drawn([series('1', [Number.POSITIVE_INFINITY, 0])], 2, 3)[0]?.[0]).toBe('-');
  });
  test('takes any numbers in any room', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.oneof(fc.double(), fc.constant(undefined)), { maxLength: 40 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (all, columns, rows) => {
          const grid = drawn(
            all.map((values, index) => series(String(index), values)),
            columns,
            rows,
          );
          expect(grid.map((line) => line.length)).toEqual(Array.from({ length: rows }, () => columns));
        },
      ),
    ));
});
