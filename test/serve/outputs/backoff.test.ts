import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from '../../../src/serve/outputs/backoff.ts';

const bounds = { firstMs: 1_000, mostMs: 60_000 };

test('pauses double up to their bound', () => {
  expect([1, 2, 3, 6, 7, 500].map((failures) => backoffMs(failures, bounds, 1))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
});

test('chance takes up to half of a pause', () => {
  expect(backoffMs(3, bounds, 0)).toBe(2_000);
  expect(backoffMs(3, bounds, 0.5)).toBe(3_000);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  expect(retryAfterMs('7', now)).toBe(7_000);
  expect(retryAfterMs('Sat, 21 Nov 2026 10:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
  for (const header of [undefined, '', '-1', '1.5', 'soon', '99999999999999999999'])
    expect(retryAfterMs(header, now)).toBeUndefined();
});
