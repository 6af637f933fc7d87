import type { History } from './history.ts';
import type { Pair } from './increase.ts';
import { readAt, restartedBetween, startedAt } from './restart.ts';
import type { MemberSample, MetricsSample } from './sample.ts';

/** A member's pages over a time: first and last, and the pages around each restart between them. At least one pair. */
export type Stretch = {
  readonly pairs: readonly Pair[];
  /** Monotonic seconds from the first page to the last. */
  readonly seconds: number;
};

/** The member's row in sample `number`. */
export function memberAt(history: History, number: number, id: string): MemberSample | undefined {
  return history.at(number)?.members.find((member) => member.id === id);
}

/**
 * The stretch of a member's pages from the one nearest to `from` (monotonic ms) up to sample `number`; undefined without a pair. A page is
 * never compared across a break. When the wanted time is shorter than the interval the page before is taken.
 */
export function stretchOf(history: History, id: string, from: number, number: number): Stretch | undefined {
  const last = memberAt(history, number, id)?.metrics;
  const sample = history.at(number);
  if (!last || !sample) return undefined;
  const slack = (sample.intervalSeconds * 1000) / 2;
  const start = firstPage(history, id, history.since(from - slack, number), number);
  if (start === undefined) return undefined;
  return stretchBetween(history, id, beforePage(history, id, start, number), number);
}

/** The stretch between the pages of two samples; both must have one. */
export function stretchBetween(history: History, id: string, start: number, end: number): Stretch | undefined {
  const first = memberAt(history, start, id)?.metrics;
  const last = memberAt(history, end, id)?.metrics;
  if (!first || !last || last.mono <= first.mono) return undefined;
  return { pairs: pairsBetween(history, id, start, end), seconds: (last.mono - first.mono) / 1000 };
}

/** The last number up to `start` with an older page than `number` has: one that a daemon gave on stands in several samples. */
export function beforePage(history: History, id: string, start: number, number: number): number {
  const last = memberAt(history, number, id)?.metrics;
  if (!last?.relay) return start;
  for (let at = start; at >= history.comparableFrom(number); at--) {
    const page = memberAt(history, at, id)?.metrics;
    if (page && page.mono < last.mono) return at;
  }
  return start;
}

/** The first page in [from, number); where there is none, the last before it that may still be compared. */
function firstPage(history: History, id: string, from: number, number: number): number | undefined {
  for (let at = from; at < number; at++) if (memberAt(history, at, id)?.metrics) return at;
  for (let at = from - 1; at >= history.comparableFrom(number); at--) if (memberAt(history, at, id)?.metrics) return at;
  return undefined;
}

/** Where the process did not restart, the ends say all. Where it may have, every step is looked at. */
function pairsBetween(history: History, id: string, start: number, end: number): Pair[] {
  const first = pageAt(history, start, id);
  const last = pageAt(history, end, id);
  if (!first || !last) return [];
  const [before, after] = [startedAt(first.page.set), startedAt(last.page.set)];
  if (before !== undefined && after !== undefined && Math.abs(after - before) < 1000) {
    return [{ from: first.page.set, to: last.page.set, restarted: false }];
  }
  const pairs: Pair[] = [];
  const knowsStart = before !== undefined;
  let from = first;
  let previous = first;
  for (let at = start + 1; at <= end; at++) {
    const next = pageAt(history, at, id);
    if (!next || (next.page.relay && next.page.mono === previous.page.mono)) continue;
    const restarted = restartedBetween(previous.page.set, next.page.set, previous.at);
    if (restarted || !knowsStart) {
      if (previous !== from) pairs.push({ from: from.page.set, to: previous.page.set, restarted: false });
      pairs.push({ from: previous.page.set, to: next.page.set, restarted });
      from = next;
    }
    previous = next;
  }
  if (previous !== from) pairs.push({ from: from.page.set, to: previous.page.set, restarted: false });
  return pairs;
}

function pageAt(history: History, number: number, id: string): { page: MetricsSample; at: number } | undefined {
  const sample = history.at(number);
  const page = memberAt(history, number, id)?.metrics;
  return sample && page && { page, at: readAt(sample, page) };
}
