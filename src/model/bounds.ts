import type { Thresholds } from './monitor-options.ts';
import { levelsWith } from './read-metric.ts';
import { type Levels, type MetricId, metricIds, registry } from './registry.ts';
import type { ClusterView } from './view.ts';

/** The bounds of a metric that a view was judged by: those of the configuration, else the registry's. */
export function boundsOf({ bounds }: Pick<ClusterView, 'bounds'>, metric: MetricId): Levels | undefined {
  return bounds?.[metric] ?? registry[metric].levels;
}

/** The bounds that the configuration changed, for the view; undefined when it changed none. */
export function changedBounds(thresholds: Thresholds | undefined): ClusterView['bounds'] {
  const levelsOf = levelsWith(thresholds);
  const changed = metricIds.filter((metric) => levelsOf(metric) !== registry[metric].levels);
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((metric) => [metric, levelsOf(metric)]));
}
