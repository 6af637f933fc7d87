import type { ReactElement } from 'react';
import { type MetricId, registry } from '../../model/registry.ts';
import type { MemberView } from '../../model/view.ts';
import type { Line } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { Lines } from '../widgets/lines.tsx';
import { sparkLines } from './sparks.ts';
import { zoomLines } from './zoom.ts';

const digit = '3';
/** Below this a grid would say less than sparklines do. */
const leastRows = 7;
const leastColumns = 30;

/** The chart metric over time: the selected member against the worst, or all of them when zoomed. */
export function focusLines(props: PaneProps): Line[] {
  const { state, view, rows, columns } = props;
  const metric = state.chartMetric;
  const focused = state.focus === 'focus';
  if (rows < leastRows || columns < leastColumns) return sparkLines(props, metric, digit, focused);
  return zoomLines(props, metric, { digit, focused }, state.zoomed ? view.members : selectedAndWorst(props, metric));
}

function selectedAndWorst({ view, state }: PaneProps, metric: MetricId): readonly MemberView[] {
  const selected = view.members.find(({ id }) => id === state.selected) ?? view.members[0];
  const below = registry[metric].levels?.below === true;
  const known = view.members.filter((member) => Number.isFinite(member.readings[metric]?.value));
  const badness = (member: MemberView) => (member.readings[metric]?.value ?? 0) * (below ? -1 : 1);
  const [worst] = known.toSorted((one, other) => badness(other) - badness(one));
  return [selected, worst].filter(
    (member, index, pair) => member !== undefined && pair.indexOf(member) === index,
  ) as MemberView[];
}

function FocusPane(props: PaneProps): ReactElement {
  return <Lines lines={focusLines(props)} look={props.look} />;
}

export const focusPane: Pane = { id: 'focus', digit, title: 'focus chart', component: FocusPane };
