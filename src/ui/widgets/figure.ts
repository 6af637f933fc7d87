import { formatBytes, formatCount, formatDuration } from '../../model/format.ts';
import type { Reading } from '../../model/reading.ts';
import type { Unit } from '../../model/unit.ts';

/** A number for a narrow cell, without its unit, aligned with others of its kind: seconds as ms with a tenth below 100, shares as %. */
export function figure(value: number | undefined, unit: Unit): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  switch (unit) {
    case 'seconds':
      return Math.abs(value) >= 99.95 ? formatDuration(value) : tenths(value * 1000);
    case 'ratio':
    case 'cores':
      return tenths(value * 100);
    case 'bytes':
    case 'bytesPerSecond':
      return formatBytes(value);
    default:
      return formatCount(value);
  }
}

/** The unit that `figure` leaves out, as it stands in titles. */
export function figureUnit(unit: Unit): string {
  return units[unit];
}

/** A reading for a narrow cell: `...` while more history is needed, `-` where there is no number. */
export function readingFigure(reading: Reading | undefined, unit: Unit): string {
  if (reading?.value === undefined && reading?.unknown?.reason === 'collecting') return '...';
  return figure(reading?.value, unit);
}

/** How long; `-` where nobody knows. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return '-';
  return formatDuration(Math.max(0, seconds)).replace(/(?<=[mhd])00[smh]$/, '');
}

/** How far back a chart reaches: `4m`, `54s`, `1h14m`. */
export function reach(seconds: number): string {
  return duration(seconds < 120 ? seconds : seconds - (seconds % 60));
}

function tenths(value: number): string {
  if (Math.abs(value) >= 100_000) return formatCount(value);
  return Math.abs(value) < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

const units: Readonly<Record<Unit, string>> = {
  seconds: 'ms',
  ratio: '%',
  cores: '%',
  bytes: 'B',
  bytesPerSecond: 'B/s',
  perSecond: '/s',
  count: '',
  entries: '',
};
