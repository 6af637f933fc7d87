import { expect, test } from 'vitest';
import { type Figure, figureTable, rank, verdict } from '../../scripts/bench/figure.ts';

const figure = (values: number[], more: Partial<Figure> = {}): Figure => ({ what: 'x', unit: 'ms', values, ...more });

test('ranks are values that were measured', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([rank(hundred, 0.5), rank(hundred, 0.95), rank(hundred, 1)]).toEqual([50, 95, 100]);
  expect(rank([7], 0.95)).toBe(7);
  expect(rank([], 0.5)).toBeNaN();
});

test('a budget is kept, missed by so much, or not measured', () => {
  expect(verdict(figure([1, 2, 300], { budget: 2 }))).toBe('ok');
  expect(verdict(figure([1, 2, 300], { budget: 2, judged: 'max' }))).toBe('over by 298');
  expect(verdict(figure([], { budget: 2 }))).toBe('not measured');
  expect(verdict(figure([1]))).toBe('');
});

test('the table has a line per figure with its numbers', () => {
  const lines = figureTable([figure([1.234, 5, 1000], { budget: 4, note: 'why' })]).split('\n');
  expect(lines[2]?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'x (why)',
    'ms',
    '5',
    '1000',
    '3',
    '4',
    'over by 1',
    '',
  ]);
});
