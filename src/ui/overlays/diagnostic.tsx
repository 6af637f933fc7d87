import type { ReactElement } from 'react';
import type { DiagnosticEvent, DiagnosticResult } from '../../model/diagnostic.ts';
import type { Level } from '../../model/reading.ts';
import { fit, width } from '../../text/width.ts';
import type { Line, Tone } from '../line.ts';
import type { Look } from '../look.ts';
import { Lines } from '../widgets/lines.tsx';
import { foreign, row, span } from '../widgets/row.ts';
import { wrapText } from '../widgets/wrap.ts';
import { type OverlayProps, page } from './overlay.ts';

const barColumns = 24;

/** One run of a diagnostic: how far it is, then its verdict, the sentence for it, and the evidence as a table that scrolls. */
export function diagnosticLines(props: OverlayProps): Line[] {
  const { overlay } = props.state;
  if (overlay.kind !== 'diagnostic') return page({ text: 'DIAGNOSTIC' }, [], 0, props);
  const title = props.host.diagnostics.find(({ id }) => id === overlay.id)?.title ?? overlay.id;
  const result = overlay.events.find((event) => event.kind === 'result')?.result;
  const lines = result ? resultLines(result, props) : progressLines(overlay.events, overlay.running, props);
  const notes = [overlay.running ? 'running, Esc cancels' : 'Esc back'];
  return page(
    { text: `DIAGNOSTIC  ${foreign(title, props.look)}`, notes },
    lines,
    props.state.overlayScroll ?? 0,
    props,
  );
}

function progressLines(events: readonly DiagnosticEvent[], running: boolean, { columns, look }: OverlayProps): Line[] {
  const steps = events.filter((event) => event.kind === 'progress');
  const last = steps.at(-1);
  const head = running
    ? last
      ? `${bar(last.done, last.total)} ${last.done}/${last.total}`
      : 'starting'
    : 'ended without a result';
  return [
    row(columns, [span(head, running ? 'accent' : 'warning')]),
    ...steps.map(({ text }) => row(columns, [span(`  ${foreign(text, look)}`, 'dim')])),
  ];
}

function bar(done: number, total: number): string {
  const share = total > 0 && Number.isFinite(done / total) ? Math.max(0, Math.min(1, done / total)) : 0;
  const full = Math.round(share * barColumns);
  return `[${'#'.repeat(full)}${'.'.repeat(barColumns - full)}]`;
}

function resultLines(result: DiagnosticResult, { columns, look }: OverlayProps): Line[] {
  const { word, tone } = verdicts[result.verdict];
  const [first = '', ...rest] = wrapText(foreign(result.summary, look), columns - word.length - 2);
  const indent = ' '.repeat(word.length + 2);
  return [
    row(columns, [span(word, tone), span(`  ${first}`)]),
    ...rest.map((line) => row(columns, [span(indent + line)])),
    row(columns, []),
    ...(result.table ? tableLines(result.table, columns, look) : []),
    ...result.notes.flatMap((note) =>
      wrapText(foreign(note, look), columns - 2).map((line, index) =>
        row(columns, [span(`${index === 0 ? '- ' : '  '}${line}`)]),
      ),
    ),
  ];
}

function tableLines(
  { columns: heads, rows }: NonNullable<DiagnosticResult['table']>,
  columns: number,
  look: Look,
): Line[] {
  const cells = rows.map((cellsOfRow) => cellsOfRow.map((text) => foreign(text, look)));
  const widths = heads.map((head, at) => Math.max(width(head), ...cells.map((texts) => width(texts[at] ?? ''))));
  const line = (texts: readonly string[]) => texts.map((text, at) => fit(text, widths[at] ?? width(text))).join('  ');
  return [
    row(columns, [span(line(heads.map((head) => foreign(head, look))), 'title')]),
    ...cells.map((texts) => row(columns, [span(line(texts))])),
    row(columns, []),
  ];
}

const verdicts: Readonly<Record<Level, { readonly word: string; readonly tone: Tone }>> = {
  ok: { word: 'OK', tone: 'ok' },
  warning: { word: 'WARNING', tone: 'warning' },
  critical: { word: 'CRITICAL', tone: 'critical' },
  unknown: { word: 'UNKNOWN', tone: 'warning' },
};

export function DiagnosticOverlay(props: OverlayProps): ReactElement {
  return <Lines lines={diagnosticLines(props)} look={props.look} />;
}
