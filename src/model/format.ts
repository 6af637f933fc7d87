import type { Unit } from './unit.ts';

/** A number of the registry in its unit, as a person reads it: "38 ms", "2.1G", "26%", "310/s". */
export function formatValue(value: number, unit: Unit): string {
  return formats[unit](value);
}

/** Seconds with two significant digits, or all of a whole number, in a fitting unit: "4.1 ms", "0.12 ms", "38 ms", "1.2 s"; from a minute on a duration. */
export function formatSeconds(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 ms';
  if (size < 0.9995) return `${significant(seconds * 1000)} ms`;
  return size < 59.5 ? `${significant(seconds)} s` : formatDuration(seconds);
}

/** Time spans in two units: "45s", "4m31s", "2h05m", "6d04h"; below ten seconds with a tenth: "4.2s". */
export function formatDuration(seconds: number): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds < 9.95) return `${trim(seconds.toFixed(1))}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`;
  return `${Math.floor(whole / 86_400)}d${two(Math.floor((whole % 86_400) / 3600))}h`;
}

/** Bytes in powers of 1024: "512B", "412M", "2.1G". */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, ['B', 'K', 'M', 'G', 'T', 'P']);
}

/** Counts in powers of 1000: "0", "312", "1k", "9.2k", "8.4M"; below ten a fraction keeps one digit. */
export function formatCount(count: number): string {
  return scaled(count, 1000, ['', 'k', 'M', 'G', 'T', 'P']).replace('.0', '');
}

/** A share in percent: "26%", "0.4%" below one, "100%" only when nothing is left. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return '0%';
  if (Math.abs(percent) < 0.1) return percent > 0 ? '<0.1%' : '>-0.1%';
  if (Math.abs(percent) < 0.95) return `${percent.toFixed(1)}%`;
  const whole = Math.round(percent);
  return `${whole === 100 && percent < 100 ? '>99' : whole}%`;
}

/** "310/s", "2.1k/s", "0.2/s". */
export const formatPerSecond = (rate: number): string => `${formatCount(rate)}/s`;

/** Integers with thousands separated: "8,412,771". */
export function formatInteger(value: bigint | number): string {
  const digits = (typeof value === 'bigint' ? value : Math.round(value)).toString();
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  seconds: formatSeconds,
  bytes: formatBytes,
  bytesPerSecond: (rate) => `${formatBytes(rate)}/s`,
  perSecond: formatPerSecond,
  count: formatCount,
  entries: formatCount,
  ratio: formatRatio,
  cores: (cores) => `${trim(cores.toFixed(2))}`,
};

/** One digit after the point below ten, whole above; the next unit from where the digits would be four. */
function scaled(value: number, base: number, units: readonly string[]): string {
  let size = Math.abs(value);
  let at = 0;
  while (at < units.length - 1 && Math.round(size) >= (at === 0 && base === 1000 ? 1000 : Math.min(base, 1000))) {
    size /= base;
    at += 1;
  }
  const digits = size < 9.95 && !(at === 0 && Number.isInteger(size)) ? size.toFixed(1) : Math.round(size).toString();
  const shown = at === 0 ? trim(digits) : digits;
  return `${value < 0 && Number(shown) !== 0 ? '-' : ''}${shown}${units[at]}`;
}

/** Two significant digits without an exponent, whole numbers from 100 on so that they agree with tables: 0.12, 4.1, 38, 127. */
function significant(value: number): string {
  if (Math.abs(value) >= 99.5) return Math.round(value).toString();
  const rounded = Number(value.toPrecision(2));
  if (Math.abs(rounded) >= 10) return rounded.toString();
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(rounded))));
  return trim(rounded.toFixed(Math.min(digits, 6)));
}

const trim = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);
const two = (value: number): string => value.toString().padStart(2, '0');
