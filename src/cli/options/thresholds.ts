import type { CheckId } from '../../model/check-id.ts';
import type { Thresholds } from '../../model/monitor.ts';
import type { CheckBounds } from '../../model/monitor-options.ts';
import { type Levels, type MetricId, metricIds, registry } from '../../model/registry.ts';
import { UsageError } from '../usage-error.ts';
import type { Environment } from './config-file.ts';
import type { Config } from './config-text.ts';
import { formerThresholds } from './former-thresholds.ts';

/** The bounds that config file and variables put in place of the registry's; undefined when there are none. */
export function readThresholds(env: Environment, config: Config | undefined): Thresholds | undefined {
  const metrics: Partial<Record<MetricId, Levels>> = {};
  const critical = (metric: MetricId, value: number) => {
    const { warning, ...levels } = registry[metric].levels ?? {};
    metrics[metric] = { ...levels, critical: value, ...(warning !== undefined && warning < value && { warning }) };
  };
  const checks: Partial<Record<CheckId, false | CheckBounds>> = {};
  for (const row of formerThresholds) {
    const value = numberFrom(env, row.variable) ?? config?.thresholds?.[row.key];
    if (value === undefined) continue;
    if ('metric' in row) critical(row.metric, value);
    else checks[row.check] = { critical: value, criticalWithinSeconds: row.withinSeconds };
  }
  for (const metric of metricIds) {
    const levels = config?.thresholds?.metrics?.[metric];
    if (levels) metrics[metric] = { ...registry[metric].levels, ...levels };
  }
  Object.assign(checks, config?.thresholds?.checks);
  const changed = Object.keys(checks).length > 0;
  if (Object.keys(metrics).length === 0 && !changed) return undefined;
  return { metrics, checks: changed ? checks : undefined };
}

function numberFrom(env: Environment, variable: string): number | undefined {
  const text = env[variable];
  if (!text) return undefined;
  const value = Number(text);
  if (!(value >= 0) || !Number.isFinite(value))
    throw new UsageError(variable, `${text} is no number`, 'write a number without a unit');
  return value;
}
