import type { ReactElement } from 'react';
import { registry } from '../../model/registry.ts';
import { fit } from '../../text/width.ts';
import type { Line } from '../line.ts';
import { optionalColumns } from '../members/columns.ts';
import type { PaneProps } from '../pane.ts';
import { Lines } from '../widgets/lines.tsx';
import { row, span } from '../widgets/row.ts';
import { type OverlayProps, pageAround } from './overlay.ts';

/** The list of columns: `[x]` switched on, `[ ]` switched off, `[~]` shown where there is room. */
export function columnsLines(props: PaneProps): Line[] {
  const { state, columns } = props;
  const cursor = state.overlay.kind === 'columns' ? state.overlay.cursor : 0;
  const lines = optionalColumns.map(({ key, header, title }, index) => {
    const chosen = state.columns[key];
    const help = key in registry ? registry[key as keyof typeof registry].help : '';
    const box = chosen === undefined ? '[~]' : chosen ? '[x]' : '[ ]';
    const mark = index === cursor ? '>' : ' ';
    const text = `${mark} ${box} ${fit(header, 8)} ${fit(title, 24)} ${help}`;
    return row(columns, [span(text, index === cursor ? 'selected' : 'plain')]);
  });
  const notes = ['SPC switch', 'Esc back'];
  return pageAround({ text: 'COLUMNS  [x] on  [ ] off  [~] by width', notes }, lines, cursor, props);
}

export function ColumnsOverlay(props: OverlayProps): ReactElement {
  return <Lines lines={columnsLines(props)} look={props.look} />;
}
