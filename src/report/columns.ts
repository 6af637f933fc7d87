import { fit, width } from '../text/width.ts';

/** Rows under their headers, each column as wide as its widest cell; cells are cleaned already. Numbers stand to the right. */
export function alignColumns(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headers, ...rows];
  const widths = headers.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const numeric = headers.map(
    (_, column) =>
      rows.some((row) => startsAsNumber.test(row[column] ?? '')) &&
      rows.every((row) => startsAsNumber.test(row[column] ?? '') || /^-?$/.test(row[column] ?? '')),
  );
  const line = (row: readonly string[]) =>
    row.map((text, column) => fit(text, widths[column] ?? 0, numeric[column] ? 'right' : 'left')).join('  ');
  return all.map((row) => `${line(row).trimEnd()}\n`).join('');
}

const startsAsNumber = /^[-+]?\d/;
