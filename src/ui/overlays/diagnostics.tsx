import type { ReactElement } from 'react';
import { fit } from '../../text/width.ts';
import type { Line } from '../line.ts';
import { Lines } from '../widgets/lines.tsx';
import { foreign, row, span } from '../widgets/row.ts';
import { wrapText } from '../widgets/wrap.ts';
import { type OverlayProps, page } from './overlay.ts';

/** What can be run on demand, with what it does to etcd; the row at the cursor says what it costs, or why it may not run. */
export function diagnosticsLines(props: OverlayProps): Line[] {
  const { state, columns, host, look } = props;
  const cursor = state.overlay.kind === 'diagnostics' ? state.overlay.cursor : 0;
  const lines: Line[] = [];
  let selectedAt = 0;
  host.diagnostics.forEach((entry, index) => {
    const disabled = entry.effect === 'write' && !host.allowActions;
    const selected = index === cursor;
    if (selected) selectedAt = lines.length;
    const text = `${selected ? '>' : ' '} ${fit(foreign(entry.id, look), 14)} ${entry.effect.padEnd(5)}  ${foreign(entry.title, look)}`;
    lines.push(row(columns, [span(text, selected ? 'selected' : disabled ? 'dim' : 'plain')]));
    if (disabled) lines.push(row(columns, [span('    disabled: start with --allow-actions', 'dim')]));
    if (!selected) return;
    for (const line of wrapText(foreign(entry.help, look), columns - 4))
      lines.push(row(columns, [span(`    ${line}`, 'dim')]));
  });
  if (lines.length === 0) lines.push(row(columns, [span('no diagnostic is available here', 'dim')]));
  const first = Math.max(0, selectedAt + 4 - (props.rows - 1));
  return page({ text: 'DIAGNOSTICS', notes: ['ENTER run', 'Esc back'] }, lines, first, props);
}

export function DiagnosticsOverlay(props: OverlayProps): ReactElement {
  return <Lines lines={diagnosticsLines(props)} look={props.look} />;
}
