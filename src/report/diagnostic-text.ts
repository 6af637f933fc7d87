import type { DiagnosticEntry, DiagnosticResult } from '../model/diagnostic.ts';
import type { Level } from '../model/reading.ts';
import { clean } from '../text/clean.ts';
import { alignColumns } from './columns.ts';
import { wrap } from './wrap.ts';

const words: Readonly<Record<Level, string>> = { ok: 'OK', warning: 'WARN', critical: 'CRIT', unknown: 'UNKNOWN' };

/** One result for people: verdict, evidence as a table, notes. */
export function diagnosticText(result: DiagnosticResult): string {
  const { table, notes } = result;
  return [
    wrap(clean(result.summary), `${words[result.verdict]} ${result.id}: `),
    table && table.rows.length > 0
      ? alignColumns(
          table.columns,
          table.rows.map((row) => row.map(clean)),
        )
      : '',
    notes.map((note) => wrap(clean(note), '- ')).join(''),
  ].join('');
}

/** What there is to run. */
export function diagnosticList(entries: readonly DiagnosticEntry[]): string {
  const longest = Math.max(...entries.map(({ id }) => id.length));
  return entries.map(({ id, title, help }) => wrap(`${title}. ${help}`, `${id.padEnd(longest)}  `)).join('');
}
