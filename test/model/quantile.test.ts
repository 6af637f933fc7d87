import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBuckets, observationsAbove, quantileOf } from '../../src/model/quantile.ts';

const bounds = [0.001, 0.002, 0.004, 0.008, 0.016, Number.POSITIVE_INFINITY];
const anyCounts = fc.array(fc.nat(1000), { minLength: bounds.length, maxLength: bounds.length });

describe('quantileOf', () => {
  test('interpolates within the bucket as Prometheus does', () => {
    // histogram_quantile(0.99, {0.001: 0, 0.002: 90, 0.004: 100}): rank 99 of 100, 9 of 10 into (0.002, 0.004].
    expect(quantileOf({ bounds, counts: [0, 90, 10, 0, 0, 0] }, 0.99)).toEqual({
      value: expect.closeTo(0.0038, 10),
      observations: 100,
      bucket: [0.002, 0.004],
    });
  });

  test('starts the first bucket at zero', () =>
    expect(quantileOf({ bounds, counts: [10, 0, 0, 0, 0, 0] }, 0.5)?.value).toBeCloseTo(0.0005, 10));

  test('says the highest finite bound for what lies beyond it', () =>
    expect(quantileOf({ bounds, counts: [1, 0, 0, 0, 0, 99] }, 0.99)).toMatchObject({
      value: 0.016,
      bucket: [0.016, Number.POSITIVE_INFINITY],
    }));

  test('is undefined without observations', () =>
    expect(quantileOf({ bounds, counts: [0, 0, 0, 0, 0, 0] }, 0.99)).toBeUndefined());

  test('lies in its bucket, grows with q, and its bucket holds observations', () => {
    fc.assert(
      fc.property(
        anyCounts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (counts, p, q) => {
          const low = quantileOf({ bounds, counts }, Math.min(p, q));
          const high = quantileOf({ bounds, counts }, Math.max(p, q));
          if (!low || !high) return counts.every((count) => count === 0);
          const [from, to] = low.bucket;
          expect(low.value).toBeGreaterThanOrEqual(from - 1e-12);
          expect(low.value).toBeLessThanOrEqual(Math.min(to, 0.016) + 1e-12);
          expect(high.value).toBeGreaterThanOrEqual(low.value - 1e-12);
          expect(counts[bounds.indexOf(to)]).toBeGreaterThan(0);
          return true;
        },
      ),
    );
  });
});

describe('observationsAbove', () => {
  test('counts whole buckets, and the one that holds the bound in proportion', () =>
    expect(observationsAbove({ bounds, counts: [5, 5, 5, 0, 8, 2] }, 0.012)).toBeCloseTo(4 + 2, 10));

  test('is all at 0 and never more than all', () => {
    fc.assert(
      fc.property(anyCounts, fc.double({ min: 0, max: 0.02, noNaN: true }), (counts, bound) => {
        const all = counts.reduce((sum, count) => sum + count, 0);
        const above = observationsAbove({ bounds, counts }, bound);
        return above >= 0 && above <= all + 1e-9 && observationsAbove({ bounds, counts }, 0) === all;
      }),
    );
  });
});

test('spans of different buckets are not added', () => {
  const one = { bounds: [1, 2], counts: [1, 2] };
  expect(addBuckets(one, { bounds: [1, 2], counts: [3, 4] })).toEqual({ bounds: [1, 2], counts: [4, 6] });
  expect(addBuckets(one, { bounds: [1, 3], counts: [3, 4] })).toBeUndefined();
  expect(addBuckets(one, { bounds: [1], counts: [3] })).toBeUndefined();
});
