import { evaluateBehind } from './evaluate-behind.ts';
import { evaluateIncrease, evaluateQuantile, evaluateRate } from './evaluate-counter.ts';
import { evaluateGrowth, evaluateUntilFull } from './evaluate-growth.ts';
import { type Evaluation, found, type Scope, unknown } from './evaluation.ts';
import type { Recipe, StatusNumber } from './recipe.ts';
import type { MetricsSample } from './sample.ts';
import { total } from './series-index.ts';

/** Reads one recipe for the member in scope, or says why there is no number. */
export function evaluate(recipe: Recipe, scope: Scope): Evaluation {
  switch (recipe.kind) {
    case 'gauge': {
      const read = ofPage(scope, (page) => total(page.set, recipe.family, recipe.where));
      return recipe.appears && read.unknown?.reason === 'not-exposed' ? unknown('no-observations') : read;
    }
    case 'since':
      return evaluateSince(recipe.family, scope);
    case 'rate':
      return evaluateRate(recipe, scope);
    case 'increase':
      return evaluateIncrease(recipe, scope);
    case 'quantile':
      return evaluateQuantile(recipe, scope);
    case 'status':
      return evaluateStatus(recipe.field, scope);
    case 'behind':
      return evaluateBehind(recipe.field, scope);
    case 'linearizable':
      return evaluateLinearizable(scope);
    case 'growth':
      return evaluateGrowth(recipe, scope, evaluate);
    case 'untilFull':
      return evaluateUntilFull(recipe, scope, evaluate);
    case 'ratio':
      return combine(recipe.over, recipe.under, scope, (over, under) => (under > 0 ? over / under : undefined));
    case 'difference':
      return combine(recipe.left, recipe.right, scope, (left, right) => Math.max(0, left - right));
    case 'first':
      return evaluateFirst(recipe.of, scope);
  }
}

function ofPage(scope: Scope, read: (page: MetricsSample) => number | undefined): Evaluation {
  const page = scope.member.metrics;
  if (!page) return unknown(scope.member.status ? 'no-metrics' : 'down');
  const value = read(page);
  return value === undefined ? unknown('not-exposed') : found(value);
}

function evaluateSince(family: string, scope: Scope): Evaluation {
  const time = ofPage(scope, (page) => total(page.set, family));
  if (time.value === undefined) return time;
  return time.value > 0 ? found(Math.max(0, scope.cluster.at / 1000 - time.value)) : unknown('no-observations');
}

/** A size of 0 is a field that this version does not fill, not a size. */
const neverZero: readonly StatusNumber[] = ['dbSizeBytes', 'dbInUseBytes', 'quotaBytes'];

function evaluateStatus(field: StatusNumber, { member }: Scope): Evaluation {
  if (!member.status) return unknown('down');
  const value = member.status[field];
  if (value === undefined || (Number(value) === 0 && neverZero.includes(field))) return unknown('not-exposed');
  return found(Number(value));
}

function evaluateLinearizable({ member }: Scope): Evaluation {
  const read = member.linearizable;
  if (!read) return unknown('not-asked');
  return read.seconds === undefined ? unknown('down') : found(read.seconds);
}

function combine(
  a: Recipe,
  b: Recipe,
  scope: Scope,
  of: (left: number, right: number) => number | undefined,
): Evaluation {
  const left = evaluate(a, scope);
  if (left.value === undefined) return left;
  const right = evaluate(b, scope);
  if (right.value === undefined) return right;
  const value = of(left.value, right.value);
  if (value === undefined) return unknown('no-observations');
  return { ...found(value), events: left.events, windowSeconds: left.windowSeconds ?? right.windowSeconds };
}

function evaluateFirst(recipes: readonly Recipe[], scope: Scope): Evaluation {
  let reason: Evaluation | undefined;
  for (const recipe of recipes) {
    const read = evaluate(recipe, scope);
    if (read.value !== undefined) return read;
    reason ??= read;
  }
  return reason ?? unknown('not-exposed');
}
