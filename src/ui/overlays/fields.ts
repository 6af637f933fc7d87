import { width } from '../../text/width.ts';
import type { Line } from '../line.ts';
import { cell, row, span } from '../widgets/row.ts';
import { wrapText } from '../widgets/wrap.ts';

/** A name and what is known under it, cleaned; an empty value is shown as unknown. */
export type Field = readonly [name: string, value: string];

/** Fields one below the other, values aligned and wrapped. */
export function fieldLines(fields: readonly Field[], columns: number): Line[] {
  const label = Math.min(Math.max(21, ...fields.map(([name]) => width(name))), Math.floor(columns * 0.4));
  return fields.flatMap(([name, value]) =>
    (value === '' ? ['-'] : wrapText(value, Math.max(1, columns - label - 4))).map((text, index) =>
      row(columns, [span('  '), cell(index === 0 ? name : '', label, 'dim'), span(`  ${text}`)]),
    ),
  );
}
