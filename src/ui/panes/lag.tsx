import type { ReactElement } from 'react';
import type { Line } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { Lines } from '../widgets/lines.tsx';
import { sparkLines } from './sparks.ts';
import { zoomLines } from './zoom.ts';

const digit = '8';

/** Entries that each member has committed and not yet applied. */
export function lagLines(props: PaneProps): Line[] {
  if (props.state.zoomed) return zoomLines(props, 'applyBacklog', { digit, focused: true }, props.view.members);
  return sparkLines(props, 'applyBacklog', digit, props.state.focus === 'lag');
}

function LagPane(props: PaneProps): ReactElement {
  return <Lines lines={lagLines(props)} look={props.look} />;
}

export const lagPane: Pane = { id: 'lag', digit, title: 'apply backlog', component: LagPane };
