import type { History } from './history.ts';
import { total } from './series-index.ts';
import { fitLine } from './straight-line.ts';
import { memberAt } from './stretch.ts';

const hour = 3600;
/** Less history than this says nothing about hours. */
export const leastGrowthSeconds = 600;
/** etcd mixin etcdExcessiveDatabaseGrowth looks back so far. */
const mostSeconds = 4 * hour;
/** No forecast reaches further than so many times the history behind it. */
export const growthReach = 24;
/** A straight line through fewer points is none; through more it is drawn no better. */
const [leastPoints, mostPoints] = [10, 60];

/** How a database grows: bytes per second by a straight line, and what chance leaves open of that; undefined while the history is too short. */
export type Growth = {
  readonly historySeconds: number;
  readonly perSecond?: number | undefined;
  readonly unsure?: number | undefined;
  /** Until there is enough history; 0 once there is. */
  readonly secondsLeft: number;
};

/** When a database reaches its quota, in seconds, and the range that the slope's error leaves. */
export type Forecast = { readonly seconds: number; readonly soonest: number; readonly latest: number };

/** The growth of a member's database up to sample `number`, since it last shrank; of at most four hours. */
export function growthOf(history: History, number: number, id: string): Growth {
  const seen = sizesOf(history, number, id);
  const historySeconds = -(seen.at(-1)?.[0] ?? 0);
  const interval = history.at(number)?.intervalSeconds ?? 0;
  const secondsLeft = Math.max(0, leastGrowthSeconds - historySeconds, (leastPoints - seen.length) * interval);
  if (secondsLeft > 0) return { historySeconds, secondsLeft };
  const { slope, error } = fitLine(seen);
  // The file grows in steps: one within the history is chance, and in its middle bends the line by half as much again.
  const step = Math.max(...seen.slice(1).map(([, value], at) => Math.abs((seen[at]?.[1] ?? value) - value)));
  return { historySeconds, secondsLeft, perSecond: slope, unsure: 2 * error + (1.5 * step) / historySeconds };
}

/** When it is full at this pace; undefined while the pace may be chance, and where the history is too short to reach so far. */
export function forecastOf(growth: Growth, size: number, quota: number): Forecast | undefined {
  const { perSecond = 0, unsure = 0, historySeconds } = growth;
  if (perSecond <= unsure) return undefined;
  const free = Math.max(0, quota - size);
  if (free / perSecond >= growthReach * historySeconds) return undefined;
  return { seconds: free / perSecond, soonest: free / (perSecond + unsure), latest: free / (perSecond - unsure) };
}

/** Seconds before now and size, newest first, back to the last time the file shrank: what a defragmentation took is no trend. */
function sizesOf(history: History, number: number, id: string): readonly (readonly [number, number])[] {
  const now = history.at(number)?.mono ?? 0;
  const start = history.since(now - mostSeconds * 1000, number);
  const step = Math.max(1, Math.floor((number - start) / mostPoints));
  const seen: [number, number][] = [];
  for (let at = number; at >= start; at -= step) {
    const row = memberAt(history, at, id);
    const size =
      row?.status?.dbSizeBytes || (row?.metrics && total(row.metrics.set, 'etcd_mvcc_db_total_size_in_bytes'));
    if (!size) continue;
    const later = seen.at(-1)?.[1];
    if (later !== undefined && size > later * 1.01) break;
    seen.push([((history.at(at)?.mono ?? now) - now) / 1000, size]);
  }
  return seen;
}
