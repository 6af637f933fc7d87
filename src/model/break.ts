import type { ClusterSample } from './sample.ts';

/**
 * Whether two samples in a row must not be compared: the machine slept, a clock jumped, samples are missing, or the second comes from
 * another process (a recording continued later). What lies across a break is a gap, never a rate.
 */
export function breaksBetween(before: ClusterSample, after: ClusterSample): boolean {
  const interval = Math.max(before.intervalSeconds, after.intervalSeconds) * 1000;
  const elapsed = after.mono - before.mono;
  const wall = after.at - before.at;
  return (
    elapsed <= 0 || elapsed > Math.max(10_000, 3 * interval) || Math.abs(wall - elapsed) > Math.max(2_000, interval)
  );
}
