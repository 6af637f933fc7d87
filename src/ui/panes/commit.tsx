import type { ReactElement } from 'react';
import type { Line } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { Lines } from '../widgets/lines.tsx';
import { otherDiskMetric } from './fsync.tsx';
import { measuredMetric, sparkLines } from './sparks.ts';
import { zoomLines } from './zoom.ts';

const digit = '2';

/** The second chart: backend commit p99, or WAL fsync p99 while the first one shows commits. */
export function commitLines(props: PaneProps): Line[] {
  if (props.state.zoomed)
    return zoomLines(props, otherDiskMetric(props.state.chartMetric), { digit, focused: true }, props.view.members);
  const metric = measuredMetric(props, otherDiskMetric(props.state.chartMetric), 'raftIndexLag');
  return sparkLines(props, metric, digit, props.state.focus === 'commit');
}

function CommitPane(props: PaneProps): ReactElement {
  return <Lines lines={commitLines(props)} look={props.look} />;
}

export const commitPane: Pane = { id: 'commit', digit, title: 'backend commit', component: CommitPane };
