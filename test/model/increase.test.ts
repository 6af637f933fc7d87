import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketIncreaseOf, increaseOf } from '../../src/model/increase.ts';
import { type Buckets, type Page, setOf } from './samples.ts';

const pair = (from: Page, to: Page, restarted = false) => ({ from: setOf(from), to: setOf(to), restarted });

describe('increaseOf', () => {
  test('is the difference', () => expect(increaseOf(pair({ x: 5 }, { x: 12 }), 'x')).toBe(7));
  test('is the new value after a fall', () => expect(increaseOf(pair({ x: 500 }, { x: 12 }), 'x')).toBe(12));
  test('is the new value after a restart, though it outgrew the old', () =>
    expect(increaseOf(pair({ x: 5 }, { x: 12 }, true), 'x')).toBe(12));
  test('is undefined without the family on either page', () => {
    expect(increaseOf(pair({ y: 1 }, { x: 12 }), 'x')).toBeUndefined();
    expect(increaseOf(pair({ x: 1 }, { y: 12 }), 'x')).toBeUndefined();
  });
  test('takes a series that appears as grown from 0, and one that vanishes as still', () => {
    expect(increaseOf(pair({ 'x{m="a"}': 5 }, { 'x{m="a"}': 6, 'x{m="b"}': 3 }), 'x')).toBe(4);
    expect(increaseOf(pair({ 'x{m="a"}': 5, 'x{m="b"}': 3 }, { 'x{m="a"}': 6 }), 'x')).toBe(1);
  });
  test('adds up only what matches, 0 where the family has no such series', () => {
    const both = pair({ 'x{c="OK"}': 5, 'x{c="Bad"}': 1 }, { 'x{c="OK"}': 9, 'x{c="Bad"}': 2 });
    expect(increaseOf(both, 'x', { c: ['Bad', 'Worse'] })).toBe(1);
    expect(increaseOf(both, 'x', { c: { not: ['Bad'] } })).toBe(4);
    expect(increaseOf(both, 'x', { c: 'Worse' })).toBe(0);
  });
  test('says nothing of a value that is no number', () =>
    expect(increaseOf(pair({ x: 5 }, { x: Number.NaN }), 'x')).toBeUndefined());

  test('is never negative and never more than what truly happened, whatever resets', () => {
    const steps = fc.array(fc.record({ grows: fc.nat(1000), resets: fc.boolean() }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(1e6), steps, (start, moves) => {
        let value = start;
        let truth = 0;
        let counted = 0;
        for (const { grows, resets } of moves) {
          const before = value;
          value = (resets ? 0 : value) + grows;
          truth += grows;
          const grown = increaseOf(pair({ x: before }, { x: value }, resets), 'x') ?? Number.NaN;
          expect(grown).toBeGreaterThanOrEqual(0);
          counted += grown;
        }
        expect(counted).toBe(truth);
        return true;
      }),
    );
  });

  test('unannounced resets are undercounted at most, never overcounted', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), (before, grows) => {
        const grown = increaseOf(pair({ x: before }, { x: grows }), 'x') ?? Number.NaN;
        return grown >= 0 && grown <= grows;
      }),
    );
  });
});

describe('bucketIncreaseOf', () => {
  const page = (h: Buckets): Page => ({ h });

  test('is the observations per bucket', () =>
    expect(bucketIncreaseOf(pair(page({ 1: 5, 2: 1, Infinity: 0 }), page({ 1: 7, 2: 4, Infinity: 1 })), 'h')).toEqual({
      bounds: [1, 2, Number.POSITIVE_INFINITY],
      counts: [2, 3, 1],
    }));

  test('starts again in every bucket when one fell', () =>
    expect(
      bucketIncreaseOf(pair(page({ 1: 50, 2: 1, Infinity: 0 }), page({ 1: 1, 2: 60, Infinity: 0 })), 'h')?.counts,
    ).toEqual([1, 60, 0]));

  test('says nothing across another set of buckets', () => {
    expect(bucketIncreaseOf(pair(page({ 1: 5, Infinity: 0 }), page({ 1: 7, 2: 4, Infinity: 1 })), 'h')).toBeUndefined();
    expect(bucketIncreaseOf(pair({ x: 1 }, page({ 1: 7, Infinity: 1 })), 'h')).toBeUndefined();
  });

  test('counts one with labels from 0 when it is new, as round trips to a peer are', () => {
    const born = pair({ x: 1 }, { 'h{To="x"}': { 1: 3, Infinity: 1 } });
    expect(bucketIncreaseOf(born, 'h', { To: 'x' })?.counts).toEqual([3, 1]);
  });

  test('adds up the label sets of a bucket', () => {
    const both = pair(
      { 'h{To="x"}': { 1: 1, Infinity: 0 }, 'h{To="y"}': { 1: 1, Infinity: 0 } },
      { 'h{To="x"}': { 1: 3, Infinity: 1 }, 'h{To="y"}': { 1: 6, Infinity: 0 } },
    );
    expect(bucketIncreaseOf(both, 'h')?.counts).toEqual([7, 1]);
    expect(bucketIncreaseOf(both, 'h', { To: 'x' })?.counts).toEqual([2, 1]);
  });

  test('never has a negative bucket', () => {
    const counts = fc.array(fc.nat(100), { minLength: 4, maxLength: 4 });
    const histogram = ([a = 0, b = 0, c = 0, d = 0]: number[]) => page({ 1: a, 2: b, 4: c, Infinity: d });
    fc.assert(
      fc.property(counts, counts, fc.boolean(), (from, to, restarted) => {
        const seen = bucketIncreaseOf(pair(histogram(from), histogram(to), restarted), 'h');
        const all = to.reduce((sum, count) => sum + count, 0);
        expect(seen?.counts.every((count) => count >= 0)).toBe(true);
        expect(seen?.counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(all);
        return true;
      }),
    );
  });
});
