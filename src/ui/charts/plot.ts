import { plot } from 'asciichart';
import type { Tone } from '../line.ts';
import type { Look } from '../look.ts';
import type { Axis } from './axis.ts';

/** One member's values over the columns of a chart; the sign stands for its points where several share the grid. */
export type Series = {
  readonly sign: string;
  readonly values: readonly (number | undefined)[];
  readonly toneOf: (value: number) => Tone;
};

export type GridCell = { readonly glyph: string; readonly tone: Tone };

/** A grid of `rows` x `columns` cells, top row first; cells nobody drew on are undefined. Where series meet they take turns. */
export function plotGrid(
  series: readonly Series[],
  axis: Axis,
  columns: number,
  rows: number,
  look: Look,
): (GridCell | undefined)[][] {
  const grid = Array.from({ length: rows }, () => new Array<GridCell | undefined>(columns));
  const claims = new Map<number, number>();
  for (const one of series) {
    const values = lastColumns(one.values, columns);
    const drawn = drawSeries(values, axis, rows, symbolsOf(one.sign, series.length > 1, look));
    drawn.forEach((line, rowIndex) => {
      for (let column = 0; column < columns; column++) {
        const glyph = line[column];
        const value = values[column];
        if (glyph === undefined || glyph === ' ' || value === undefined) continue;
        const place = rowIndex * columns + column;
        const claim = (claims.get(place) ?? 0) + 1;
        claims.set(place, claim);
        const target = grid[rowIndex];
        if (target && column % claim === 0) target[column] = { glyph, tone: one.toneOf(value) };
      }
    });
  }
  return grid;
}

/** Row of a value, 0 at the top; values beyond the axis lie on its ends. */
export function rowOf(value: number, axis: Axis, rows: number): number {
  return rows - 1 - Math.round(clip(axis.heightOf(value)) * (rows - 1));
}

/** asciichart draws the way from one value to the next and knows no gaps: filled from the right, the way out of a gap is level and the gap itself is skipped by the caller. */
function drawSeries(
  values: readonly (number | undefined)[],
  axis: Axis,
  rows: number,
  symbols: readonly string[],
): string[][] {
  const height = rows - 1;
  const filled: number[] = new Array(values.length);
  let next = 0;
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== undefined) next = clip(axis.heightOf(value)) * height;
    filled[index] = next;
  }
  const [first] = filled;
  if (first === undefined || height < 1) return [];
  const text = plot([first, ...filled], { height, min: 0, max: height, offset: 2, format: () => ' ', symbols });
  return text.split('\n').map((line) => [...line].slice(2));
}

function clip(height: number): number {
  return Number.isNaN(height) ? 0 : Math.max(0, Math.min(1, height));
}

function lastColumns(values: readonly (number | undefined)[], columns: number): (number | undefined)[] {
  const first = values.length - columns;
  return Array.from({ length: columns }, (_, column) => {
    const value = values[first + column];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  });
}

/** Order of asciichart: axis twice, ends twice, level, then the corners (down at the new value, up at the new, down at the old, up at the old), upright. */
function symbolsOf(sign: string, several: boolean, look: Look): readonly string[] {
  if (several) return [' ', ' ', sign, sign, sign, sign, sign, ' ', ' ', ' '];
  if (look.glyphs === 'ascii') return [' ', ' ', '-', '-', '-', '`', '.', '.', "'", '|'];
  return [' ', ' ', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];
}
