import type { Levels, MetricEntry } from '../../model/registry.ts';

/** A vertical axis: where a value lies between bottom (0) and top (1), and which value lies at a height. */
export type Axis = {
  readonly low: number;
  readonly high: number;
  heightOf(value: number): number;
  valueAt(height: number): number;
};

/**
 * The axis of a zoomed chart. Fixed: a log axis from the first etcd bucket (1 ms; 0.1 ms for round trips) to twice the critical bound, or to the last bucket
 * once a value is beyond. Auto, or a metric without bounds: linear from 0 to the highest visible.
 */
export function axisOf(
  entry: Pick<MetricEntry, 'unit'>,
  levels: Levels | undefined,
  values: readonly (number | undefined)[],
  auto: boolean,
): Axis {
  const finite = values.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  const highest = Math.max(0, ...finite);
  if (auto || levels?.warning === undefined) return linear(0, highest > 0 ? highest : 1);
  if (entry.unit === 'ratio') return linear(0, 1);
  const critical = levels.critical ?? levels.warning * 16;
  if (entry.unit !== 'seconds') return logarithmic(1, Math.max(critical * 2, powerOver(highest, 10)));
  return logarithmic(levels.warning <= 0.005 ? 0.0001 : 0.001, highest > critical * 2 ? 8.192 : critical * 2);
}

function linear(low: number, high: number): Axis {
  const range = high - low;
  return { low, high, heightOf: (value) => (value - low) / range, valueAt: (height) => low + height * range };
}

function logarithmic(low: number, high: number): Axis {
  const range = Math.log(high / low);
  return {
    low,
    high,
    heightOf: (value) => (value > low ? Math.log(value / low) / range : 0),
    valueAt: (height) => low * Math.exp(height * range),
  };
}

function powerOver(value: number, base: number): number {
  return value > 0 ? base ** Math.ceil(Math.log(value) / Math.log(base)) : 1;
}
