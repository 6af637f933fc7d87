import { describe, expect, test } from 'vitest';
import { breaksBetween } from '../../src/model/break.ts';
import { createHistory } from '../../src/model/history.ts';
import { beginning, sampleOf, threeAt } from './samples.ts';

describe('history', () => {
  test('is empty at first', () => {
    const history = createHistory();
    expect([history.oldest, history.newest]).toEqual([-1, -1]);
    expect(history.at(0)).toBeUndefined();
    expect(history.numberAt(beginning)).toBe(-1);
  });

  test('numbers samples as they come and keeps numbers when the oldest go', () => {
    const history = createHistory(30);
    for (let i = 0; i < 2000; i++) expect(history.push(threeAt(i * 2))).toBe(i);
    expect([history.oldest, history.newest]).toEqual([1990, 1999]);
    expect(history.at(1990)?.at).toBe(beginning + 1990 * 2000);
    expect(history.at(1989)).toBeUndefined();
    expect(history.at(2000)).toBeUndefined();
    expect(history.numberAt(beginning)).toBe(1990);
    expect(history.since(0, 1999)).toBe(1990);
  });

  test('holds an hour of seven members at two seconds, and no more', () => {
    const names = [...'abcdefg'].map((name) => [name, {}] as const);
    const seven = sampleOf({ seconds: 0, members: Object.fromEntries(names) });
    const history = createHistory();
    for (let i = 0; i < 2_000; i++) history.push({ ...seven, mono: i * 2_000, at: beginning + i * 2_000 });
    expect(history.newest - history.oldest + 1).toBe(1_800);
  });

  test('keeps the newest sample even when it alone is beyond the bound', () => {
    const history = createHistory(1);
    for (let i = 0; i < 5; i++) history.push(threeAt(i * 2));
    expect([history.oldest, history.newest]).toEqual([4, 4]);
  });

  test('finds the last sample at or before a wall time', () => {
    const history = createHistory();
    for (let i = 0; i < 10; i++) history.push(threeAt(i * 2));
    expect(history.numberAt(beginning + 6000)).toBe(3);
    expect(history.numberAt(beginning + 7999)).toBe(3);
    expect(history.numberAt(beginning - 1)).toBe(0);
    expect(history.numberAt(beginning + 1e9)).toBe(9);
    expect(history.numberAt(beginning + 1e9, 5)).toBe(5);
  });

  test('finds times on both sides of a clock set back', () => {
    const history = createHistory();
    for (let i = 0; i < 5; i++) history.push(threeAt(i * 2));
    for (let i = 5; i < 10; i++) history.push(threeAt(i * 2, {}, { wallOff: -3600 }));
    expect(history.numberAt(beginning + 4000)).toBe(9);
    expect(history.numberAt(beginning + 14_000 - 3_600_000)).toBe(7);
    expect(history.forwardFrom(9)).toBe(5);
    expect(history.forwardFrom(4)).toBe(0);
  });

  test('compares nothing across a break', () => {
    const history = createHistory();
    for (const seconds of [0, 2, 4, 604, 606]) history.push(threeAt(seconds));
    expect(history.comparableFrom(2)).toBe(0);
    expect(history.comparableFrom(4)).toBe(3);
    expect(history.since(0, 4)).toBe(3);
  });

  test('shares lists that say the same', () => {
    const history = createHistory();
    history.push(threeAt(0));
    history.push(threeAt(2));
    const [first, second] = [history.at(0)?.members[0], history.at(1)?.members[0]];
    expect(second?.peerUrls).toBe(first?.peerUrls);
    expect(second?.status?.errors).toBe(first?.status?.errors);
    expect(second?.metrics?.set.shape).toBe(first?.metrics?.set.shape);
  });
});

describe('breaksBetween', () => {
  const after = (seconds: number, wallOff = 0, interval = 2) =>
    breaksBetween(threeAt(100, {}, { interval }), threeAt(100 + seconds, {}, { wallOff, interval }));

  test.each([
    [2, 0, 2, false],
    [9.9, 0, 2, false],
    [10.1, 0, 2, true],
    [80, 0, 30, false],
    [100, 0, 30, true],
    [2, 1.9, 2, false],
    [2, 2.1, 2, true],
    [2, -3600, 2, true],
    [2, 3600, 2, true],
    [30, 20, 30, false],
    [0, 0, 2, true],
    [-50, 52, 2, true],
  ])('%d s later, wall clock off by %d s, interval %d s: %s', (seconds, wallOff, interval, expected) =>
    expect(after(seconds, wallOff, interval)).toBe(expected),
  );
});
