import type { Where } from '../metric-set.ts';

/** What a rule computes, as data: the part of PromQL that the rule sets of the field need. Times in seconds. */
export type Expression =
  | Selector
  /** rate, increase or last_over_time of a range; counters reset as Prometheus sees it, the range extrapolated. */
  | {
      readonly kind: 'over';
      readonly how: 'rate' | 'increase' | 'last';
      readonly of: Selector;
      readonly seconds: number;
    }
  /** increase of a subquery: `increase(EXPRESSION[seconds:step])`. */
  | { readonly kind: 'increaseOf'; readonly of: Expression; readonly seconds: number; readonly step: number }
  /** predict_linear. */
  | { readonly kind: 'predict'; readonly of: Selector; readonly seconds: number; readonly ahead: number }
  | {
      readonly kind: 'aggregate';
      readonly how: 'sum' | 'max' | 'count';
      readonly of: Expression;
      readonly by?: readonly string[] | undefined;
      readonly without?: readonly string[] | undefined;
    }
  /** histogram_quantile. */
  | { readonly kind: 'quantile'; readonly q: number; readonly of: Expression }
  | {
      readonly kind: 'compare';
      readonly how: Comparison;
      readonly left: Expression;
      readonly right: Expression | number;
      /** 0 or 1 instead of leaving out what does not hold. */
      readonly bool?: boolean | undefined;
    }
  | {
      readonly kind: 'calculate';
      readonly how: Operator;
      readonly left: Expression;
      readonly right: Expression | number;
    }
  | { readonly kind: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'absent'; readonly of: Selector };

/** The series of one name, `offset` seconds ago. */
export type Selector = {
  readonly kind: 'select';
  readonly name: string;
  readonly where?: Where | undefined;
  readonly offset?: number | undefined;
};

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=';
export type Operator = '+' | '-' | '*' | '/' | '%';

/** A value older than this is no value (Prometheus' lookback delta). */
export const lookbackSeconds = 300;

export const select = (name: string, where?: Where, offset?: number): Selector => ({
  kind: 'select',
  name,
  where,
  offset,
});
export const rateOf = (of: Selector, seconds: number): Expression => ({ kind: 'over', how: 'rate', of, seconds });
export const increaseOf = (of: Selector, seconds: number): Expression => ({
  kind: 'over',
  how: 'increase',
  of,
  seconds,
});
export const lastOf = (of: Selector, seconds: number): Expression => ({ kind: 'over', how: 'last', of, seconds });
export const sumWithout = (of: Expression, ...without: readonly string[]): Expression => ({
  kind: 'aggregate',
  how: 'sum',
  of,
  without,
});
export const countWithout = (of: Expression, ...without: readonly string[]): Expression => ({
  kind: 'aggregate',
  how: 'count',
  of,
  without,
});
export const maxWithout = (of: Expression, ...without: readonly string[]): Expression => ({
  kind: 'aggregate',
  how: 'max',
  of,
  without,
});
export const sumBy = (of: Expression, ...by: readonly string[]): Expression => ({
  kind: 'aggregate',
  how: 'sum',
  of,
  by,
});
export const countBy = (of: Expression, ...by: readonly string[]): Expression => ({
  kind: 'aggregate',
  how: 'count',
  of,
  by,
});
export const quantileOf = (q: number, of: Expression): Expression => ({ kind: 'quantile', q, of });
export const compare = (left: Expression, how: Comparison, right: Expression | number): Expression => ({
  kind: 'compare',
  how,
  left,
  right,
});
export const isTrue = (left: Expression, how: Comparison, right: Expression | number): Expression => ({
  kind: 'compare',
  how,
  left,
  right,
  bool: true,
});
export const calculate = (left: Expression, how: Operator, right: Expression | number): Expression => ({
  kind: 'calculate',
  how,
  left,
  right,
});

/** How far back each name is read, in seconds. */
export function reachOf(expression: Expression, beyond = 0, found = new Map<string, number>()): Map<string, number> {
  switch (expression.kind) {
    case 'select': {
      const seconds = beyond + (expression.offset ?? 0) + lookbackSeconds;
      found.set(expression.name, Math.max(found.get(expression.name) ?? 0, seconds));
      return found;
    }
    case 'over':
    case 'increaseOf':
    case 'predict':
      return reachOf(expression.of, beyond + expression.seconds, found);
    case 'aggregate':
    case 'quantile':
    case 'absent':
      return reachOf(expression.of, beyond, found);
    case 'compare':
    case 'calculate':
    case 'or':
    case 'and':
      reachOf(expression.left, beyond, found);
      return typeof expression.right === 'number' ? found : reachOf(expression.right, beyond, found);
  }
}

/** Whether the series are there that an expression cannot do without; of `or` one side is enough. */
export function isReadable(expression: Expression, has: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case 'select':
      return has(expression.name);
    case 'absent':
      return true;
    case 'over':
    case 'increaseOf':
    case 'predict':
    case 'aggregate':
    case 'quantile':
      return isReadable(expression.of, has);
    case 'or':
      return isReadable(expression.left, has) || isReadable(expression.right, has);
    case 'compare':
    case 'calculate':
    case 'and':
      return (
        isReadable(expression.left, has) && (typeof expression.right === 'number' || isReadable(expression.right, has))
      );
  }
}
