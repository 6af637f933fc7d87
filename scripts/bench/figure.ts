/** One line of the result: what was measured, in which unit, against which budget (the most that `judged` may be). */
export type Figure = {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly budget?: number | undefined;
  /** What the budget is for; the median unless said otherwise. */
  readonly judged?: 'median' | 'p95' | 'max' | undefined;
  readonly note?: string | undefined;
};

/** The value that `share` of the values do not exceed (nearest rank); NaN for no values. */
export function rank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Whether a figure keeps its budget; '' where there is none. */
export function verdict({ values, budget, judged = 'median' }: Figure): string {
  if (budget === undefined) return '';
  const value = rank(values, { median: 0.5, p95: 0.95, max: 1 }[judged]);
  if (Number.isNaN(value)) return 'not measured';
  return value <= budget ? 'ok' : `over by ${round(value - budget)}`;
}

/** All figures as a Markdown table. */
export function figureTable(figures: readonly Figure[]): string {
  const head = ['figure', 'unit', 'median', 'p95', 'runs', 'budget', 'verdict'];
  const rows = figures.map((figure) => [
    figure.note === undefined ? figure.what : `${figure.what} (${figure.note})`,
    figure.unit,
    round(rank(figure.values, 0.5)),
    round(rank(figure.values, 0.95)),
    String(figure.values.length),
    figure.budget === undefined ? '' : `${figure.budget}`,
    verdict(figure),
  ]);
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}

function round(value: number): string {
  if (Number.isNaN(value)) return '-';
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
