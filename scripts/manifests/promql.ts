import type { Where } from '../../src/model/metric-set.ts';
import type { Expression, Selector } from '../../src/model/rules/expression.ts';

/** A rule's expression as PromQL, every series narrowed by the matchers that `narrowed` gives for its name. */
export function promqlOf(expression: Expression, narrowed: (name: string) => readonly string[]): string {
  const write = (part: Expression): string => {
    switch (part.kind) {
      case 'select':
        return select(part);
      case 'over':
        return `${part.how === 'last' ? 'last_over_time' : part.how}(${select(part.of, part.seconds)})`;
      case 'increaseOf':
        return `increase((${write(part.of)})[${span(part.seconds)}:${span(part.step)}])`;
      case 'predict':
        return `predict_linear(${select(part.of, part.seconds)}, ${part.ahead})`;
      case 'aggregate':
        return `${part.how}${grouping(part)} (${write(part.of)})`;
      case 'quantile':
        return `histogram_quantile(${part.q}, ${write(part.of)})`;
      case 'compare':
        return `${operand(part.left)} ${part.how}${part.bool ? ' bool' : ''} ${operand(part.right)}`;
      case 'calculate':
      case 'or':
      case 'and':
        return `${operand(part.left)} ${part.kind === 'calculate' ? part.how : part.kind} ${operand(part.right)}`;
      case 'absent':
        return `absent(${select(part.of)})`;
    }
  };
  const operand = (part: Expression | number): string => {
    if (typeof part === 'number') return String(part);
    return binary.has(part.kind) ? `(${write(part)})` : write(part);
  };
  const select = ({ name, where, offset }: Selector, range?: number): string => {
    const matchers = [...narrowed(name), ...Object.entries(where ?? {}).map(matcher)];
    return [
      name,
      matchers.length > 0 ? `{${matchers.join(', ')}}` : '',
      range === undefined ? '' : `[${span(range)}]`,
      offset ? ` offset ${span(offset)}` : '',
    ].join('');
  };
  return write(expression);
}

/** Seconds as PromQL writes a duration, in the largest unit that holds it: 4h, 15m, 90s. */
export function span(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

const binary: ReadonlySet<Expression['kind']> = new Set(['compare', 'calculate', 'or', 'and']);

function grouping({ by, without }: Extract<Expression, { kind: 'aggregate' }>): string {
  if (by) return ` by (${by.join(', ')})`;
  return without ? ` without (${without.join(', ')})` : '';
}

function matcher([label, wanted]: [string, Where[string]]): string {
  if (typeof wanted === 'string') return `${label}=${JSON.stringify(wanted)}`;
  const no = 'not' in wanted;
  const words = no ? wanted.not : wanted;
  // Words of a rule set are names without signs that a regular expression would read.
  if (words.length === 1) return `${label}${no ? '!=' : '='}${JSON.stringify(words[0])}`;
  return `${label}${no ? '!~' : '=~'}${JSON.stringify(words.join('|'))}`;
}
