import type { ReactElement } from 'react';
import type { Line } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { Lines } from '../widgets/lines.tsx';
import { measuredMetric, pairedSparkLines, sparkLines } from './sparks.ts';
import { zoomLines } from './zoom.ts';

const digit = '1';

/** The first chart: WAL fsync p99 unless another metric was chosen; where members are many and the room is narrow, both disk metrics. */
export function fsyncLines(props: PaneProps): Line[] {
  const { state, view } = props;
  const focused = state.focus === 'fsync';
  if (state.zoomed) return zoomLines(props, state.chartMetric, { digit, focused }, view.members);
  if (props.paired ?? (view.members.length > 5 && props.columns >= 60 && props.columns < 100))
    return pairedSparkLines(props, [state.chartMetric, otherDiskMetric(state.chartMetric)], digit, focused);
  return sparkLines(props, measuredMetric(props, state.chartMetric, 'statusRttSeconds'), digit, focused);
}

/** What the second chart shows beside the first: the disk metric that the first does not. */
export function otherDiskMetric(chartMetric: PaneProps['state']['chartMetric']): 'walFsyncP99' | 'backendCommitP99' {
  return chartMetric === 'backendCommitP99' ? 'walFsyncP99' : 'backendCommitP99';
}

function FsyncPane(props: PaneProps): ReactElement {
  return <Lines lines={fsyncLines(props)} look={props.look} />;
}

export const fsyncPane: Pane = { id: 'fsync', digit, title: 'WAL fsync', component: FsyncPane };
