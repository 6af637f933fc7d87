import { collecting, type Evaluation, found, type Scope, unknown } from './evaluation.ts';
import { forecastOf, growthOf } from './growth.ts';
import type { Recipe } from './recipe.ts';

type Evaluate = (recipe: Recipe, scope: Scope) => Evaluation;

/** Bytes per second by which a member's database grows, once there is enough history to tell. */
export function evaluateGrowth({ of }: Extract<Recipe, { kind: 'growth' }>, scope: Scope, evaluate: Evaluate) {
  const now = evaluate(of, scope);
  if (now.value === undefined) return now;
  const { perSecond, secondsLeft, historySeconds } = growthOf(scope.history, scope.number, scope.member.id);
  return perSecond === undefined ? collecting(secondsLeft) : { ...found(perSecond), windowSeconds: historySeconds };
}

/** Seconds until a member's database reaches its quota; unknown while it does not grow, and further away than its history reaches. */
export function evaluateUntilFull(recipe: Extract<Recipe, { kind: 'untilFull' }>, scope: Scope, evaluate: Evaluate) {
  const [size, quota] = [evaluate(recipe.size, scope), evaluate(recipe.quota, scope)];
  if (size.value === undefined) return size;
  if (quota.value === undefined) return quota;
  const growth = growthOf(scope.history, scope.number, scope.member.id);
  if (growth.secondsLeft > 0) return collecting(growth.secondsLeft);
  const forecast = forecastOf(growth, size.value, quota.value);
  if (forecast === undefined) return unknown('no-observations');
  return { ...found(forecast.seconds), windowSeconds: growth.historySeconds };
}
