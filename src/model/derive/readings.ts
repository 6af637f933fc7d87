import type { Scope } from '../evaluation.ts';
import { type LevelsOf, readMetric } from '../read-metric.ts';
import type { Reading } from '../reading.ts';
import { type MetricId, metricIds } from '../registry.ts';

/** Every metric of the registry for the member in scope. */
export function readingsOf(scope: Scope, levelsOf: LevelsOf): Readonly<Record<MetricId, Reading>> {
  const readings: Partial<Record<MetricId, Reading>> = {};
  for (const metric of metricIds) readings[metric] = readMetric(metric, scope, levelsOf);
  return readings as Record<MetricId, Reading>;
}
