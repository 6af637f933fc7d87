import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatPerSecond,
  formatRatio,
  formatSeconds,
  formatValue,
} from '../../src/model/format.ts';

const table = (name: string, format: (value: number) => string, rows: readonly (readonly [number, string])[]) =>
  describe(name, () => test.each(rows)('%d is %s', (value, text) => expect(format(value)).toBe(text)));

table('formatSeconds', formatSeconds, [
  [0, '0 ms'],
  [0.00012, '0.12 ms'],
  [0.0041, '4.1 ms'],
  [0.004, '4 ms'],
  [0.00996, '10 ms'],
  [0.038, '38 ms'],
  [0.0384, '38 ms'],
  [0.118, '118 ms'],
  [0.5, '500 ms'],
  [0.994, '994 ms'],
  [0.9996, '1 s'],
  [1.24, '1.2 s'],
  [45, '45 s'],
  [150, '2m30s'],
]);

table('formatDuration', formatDuration, [
  [0, '0s'],
  [4.2, '4.2s'],
  [9.96, '10s'],
  [45, '45s'],
  [59.7, '1m00s'],
  [271, '4m31s'],
  [7500, '2h05m'],
  [6 * 86_400 + 4 * 3600 + 59, '6d04h'],
  [-3, '-3s'],
]);

table('formatBytes', formatBytes, [
  [0, '0B'],
  [512, '512B'],
  [1023, '1.0K'],
  [1024, '1.0K'],
  [20_000_000, '19M'],
  [2.1 * 1024 ** 3, '2.1G'],
  [8 * 1024 ** 3, '8.0G'],
  [1023 * 1024 ** 2, '1.0G'],
]);

table('formatCount', formatCount, [
  [0, '0'],
  [0.25, '0.3'],
  [3, '3'],
  [212, '212'],
  [999.6, '1k'],
  [1000, '1k'],
  [9200, '9.2k'],
  [18_000, '18k'],
  [8_412_771, '8.4M'],
  [-2300, '-2.3k'],
]);

table('formatRatio', formatRatio, [
  [0, '0%'],
  [0.0004, '<0.1%'],
  [0.004, '0.4%'],
  [0.26, '26%'],
  [0.999, '>99%'],
  [1, '100%'],
  [1.2, '120%'],
]);

table('formatPerSecond', formatPerSecond, [
  [310, '310/s'],
  [2100, '2.1k/s'],
  [0, '0/s'],
]);

test('integers are grouped whatever their size', () => {
  expect(formatInteger(8_412_771n)).toBe('8,412,771');
  expect(formatInteger(18_446_744_073_709_551_615n)).toBe('18,446,744,073,709,551,615');
  expect(formatInteger(12)).toBe('12');
});

test('a value is written in its unit', () => {
  expect(formatValue(0.031, 'cores')).toBe('0.03');
  expect(formatValue(1024 * 1024, 'bytesPerSecond')).toBe('1.0M/s');
  expect(formatValue(212, 'entries')).toBe('212');
});
