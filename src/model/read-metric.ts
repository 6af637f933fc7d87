import { evaluate } from './evaluate-recipe.ts';
import type { Evaluation, Scope } from './evaluation.ts';
import type { Thresholds } from './monitor-options.ts';
import { observationsAbove } from './quantile.ts';
import type { Level, Reading } from './reading.ts';
import { type Levels, type MetricId, registry } from './registry.ts';

/** Bounds in force: the registry's, or what the configuration put in their place. */
export type LevelsOf = (metric: MetricId) => Levels | undefined;

/** The registry's bounds, each replaced where the configuration gives another. */
export function levelsWith(thresholds: Thresholds | undefined): LevelsOf {
  return (metric) => {
    const { levels, check, judgedBy, below } = registry[metric];
    const byMetric = thresholds?.metrics?.[metric];
    const id = check?.id ?? judgedBy;
    const byCheck = id && thresholds?.checks?.[id];
    return byMetric || byCheck ? { ...(below && { below }), ...levels, ...byCheck, ...byMetric } : levels;
  };
}

/** One registry metric of the member in scope, with its level. */
export function readMetric(metric: MetricId, scope: Scope, levelsOf: LevelsOf): Reading {
  return levelled(evaluate(registry[metric].from, scope), levelsOf(metric));
}

/** An evaluation with its level; a number without bounds is ok, a missing number unknown. */
export function levelled({ buckets, events, ...read }: Evaluation, levels: Levels | undefined): Reading {
  if (read.value === undefined) return { ...read, level: 'unknown' };
  const few = events !== undefined && events < (levels?.least ?? 0);
  const level = few ? 'ok' : levelOf(read.value, levels);
  if (!buckets || level === 'ok') return { ...read, level };
  const bounds = level === 'critical' ? [levels?.critical, levels?.warning] : [levels?.warning];
  const held = bounds.findIndex((bound) => bound !== undefined && borneOut(buckets, bound, levels?.least ?? 2));
  if (held < 0) return { ...read, level: 'unknown' };
  return { ...read, level: level === 'critical' && held === 0 ? 'critical' : 'warning' };
}

/**
 * Whether a quantile beyond `bound` stands on enough: one slow observation is an event, not a state. At least
 * `least` beyond the bound are needed, and below ten observations, where the p99 is just the slowest, half of them.
 */
function borneOut(buckets: NonNullable<Evaluation['buckets']>, bound: number, least: number): boolean {
  const observations = buckets.counts.reduce((sum, count) => sum + count, 0);
  const beyond = Math.round(observationsAbove(buckets, bound));
  return beyond >= Math.max(least, observations < 10 ? observations / 2 : 0);
}

function levelOf(value: number, levels: Levels | undefined): Level {
  if (!levels) return 'ok';
  const beyond = (bound: number | undefined) => bound !== undefined && (levels.below ? value < bound : value > bound);
  if (beyond(levels.critical)) return 'critical';
  return beyond(levels.warning) ? 'warning' : 'ok';
}
