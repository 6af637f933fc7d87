import { evaluate } from './evaluate-recipe.ts';
import type { Scope } from './evaluation.ts';
import type { History } from './history.ts';
import type { Recipe } from './recipe.ts';
import { registry } from './registry.ts';
import { scopeAt } from './scope.ts';
import { beforePage, memberAt, stretchBetween } from './stretch.ts';
import type { Trend, TrendRequest } from './trend.ts';

/** What one column shows; `failed` when a poll of the member failed within it. */
type Column = { readonly value?: number | undefined; readonly failed: boolean };

/** Draws trends; columns that can no longer change are remembered. */
export type Trends = {
  trend(request: TrendRequest, number: number, windowSeconds: number): Trend;
};

export function createTrends(history: History): Trends {
  const memory = new Map<string, Map<number, Column>>();

  function columnsOf(request: TrendRequest, run: number): Map<number, Column> {
    const { metric, memberId, secondsPerColumn, columns } = request;
    const key = `${run} ${metric} ${secondsPerColumn} ${memberId}`;
    const known = memory.get(key) ?? new Map<number, Column>();
    memory.delete(key);
    memory.set(key, known);
    for (const old of memory.keys()) {
      if (memory.size <= 64) break;
      memory.delete(old);
    }
    for (const old of known.keys()) {
      if (known.size <= 4 * columns) break;
      known.delete(old);
    }
    return known;
  }

  return {
    trend(request, number, windowSeconds) {
      const { metric, memberId, columns, secondsPerColumn } = request;
      const width = secondsPerColumn * 1000;
      const sample = history.at(number);
      const current = Math.floor((sample?.at ?? 0) / width);
      const run = history.forwardFrom(number);
      const known = columnsOf(request, run);
      const first = current - columns + 1;
      const values: (number | undefined)[] = [];
      const failed: boolean[] = [];
      let end = number;
      const drawn: Column[] = [];
      for (let column = current; column >= first; column--) {
        const start = sample ? firstIn(history, run, column * width, end) : end + 1;
        const closed = column < current;
        let made = closed ? known.get(column) : undefined;
        if (!made) {
          made = columnOf(history, metric, memberId, start, end, windowSeconds);
          if (closed) known.set(column, made);
        }
        drawn.push(made);
        end = start - 1;
      }
      for (const column of drawn.reverse()) {
        values.push(column.value);
        failed.push(column.failed);
      }
      return {
        metric,
        memberId,
        secondsPerColumn,
        startAt: first * width,
        values,
        failed,
        now: nowOf(history, number, request, windowSeconds),
        max: highest(values),
      };
    },
  };
}

/** The first number up to `end`, in the run of forward wall time that starts at `run`, that is not before `at`. */
function firstIn(history: History, run: number, at: number, end: number): number {
  if (end < run) return end + 1;
  return (history.at(run)?.at ?? 0) >= at ? run : history.numberAt(at - 1, end) + 1;
}

function columnOf(
  history: History,
  metric: TrendRequest['metric'],
  memberId: string,
  start: number,
  end: number,
  windowSeconds: number,
): Column {
  let failed = false;
  for (let number = start; number <= end; number++) {
    const member = memberAt(history, number, memberId);
    if (member && (member.statusError || (!member.metrics && !member.status))) failed = true;
  }
  const { from } = registry[metric];
  const value = isWindowed(from)
    ? overColumn(history, from, memberId, start, end, windowSeconds)
    : highestIn(history, from, memberId, start, end, windowSeconds);
  return { value, failed };
}

/** A counter or histogram over just this column: from the last page before it, or the first in it, to the last in it. A page given on by a daemon lasts. */
function overColumn(
  history: History,
  recipe: Recipe,
  memberId: string,
  start: number,
  end: number,
  windowSeconds: number,
): number | undefined {
  const has = (number: number) => memberAt(history, number, memberId)?.metrics !== undefined;
  let last = end;
  while (last >= start && !has(last)) last -= 1;
  const sample = history.at(last);
  const member = memberAt(history, last, memberId);
  if (last < start || !sample || !member) return undefined;
  const oldest = history.comparableFrom(last);
  let first = start - 1;
  if (first < oldest || !has(first)) first = Math.max(start, oldest);
  while (first < last && !has(first)) first += 1;
  first = beforePage(history, memberId, Math.min(first, last), last);
  if (first >= last) return undefined;
  const scope = scopeAt(history, last, sample, member, windowSeconds);
  const stretch = stretchBetween(history, memberId, first, last);
  return evaluate(recipe, { ...scope, stretch: () => stretch }).value;
}

function highestIn(
  history: History,
  recipe: Recipe,
  memberId: string,
  start: number,
  end: number,
  windowSeconds: number,
): number | undefined {
  let best: number | undefined;
  for (let number = start; number <= end; number++) {
    const sample = history.at(number);
    const member = memberAt(history, number, memberId);
    if (!sample || !member) continue;
    const { value } = evaluate(recipe, scopeAt(history, number, sample, member, windowSeconds));
    if (value !== undefined && (best === undefined || value > best)) best = value;
  }
  return best;
}

/** The window's reading, as the table shows it. */
function nowOf(
  history: History,
  number: number,
  { metric, memberId }: TrendRequest,
  windowSeconds: number,
): number | undefined {
  const sample = history.at(number);
  const member: Scope['member'] | undefined = memberAt(history, number, memberId);
  if (!sample || !member) return undefined;
  return evaluate(registry[metric].from, scopeAt(history, number, sample, member, windowSeconds)).value;
}

function isWindowed(recipe: Recipe): boolean {
  switch (recipe.kind) {
    case 'rate':
    case 'increase':
    case 'quantile':
      return true;
    case 'ratio':
      return isWindowed(recipe.over) || isWindowed(recipe.under);
    case 'difference':
      return isWindowed(recipe.left) || isWindowed(recipe.right);
    case 'first':
      return recipe.of.some(isWindowed);
    default:
      return false;
  }
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  let best: number | undefined;
  for (const value of values) if (value !== undefined && (best === undefined || value > best)) best = value;
  return best;
}
