import type { ReactElement } from 'react';
import { type MetricId, registry } from '../../model/registry.ts';
import type { MemberView } from '../../model/view.ts';
import type { Line, Span } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { figure, figureUnit, readingFigure } from '../widgets/figure.ts';
import { Lines } from '../widgets/lines.tsx';
import { block, cell, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';

const digit = '0';
const label = 24;
const wide = 9;

/** What clients ask and what raft makes of it, the most telling first: a short pane shows the head of the list. */
const listed: readonly MetricId[] = [
  'putsPerSecond',
  'rangesPerSecond',
  'txnsPerSecond',
  'deletesPerSecond',
  'proposalsCommittedPerSecond',
  'proposalsAppliedPerSecond',
  'proposalsPending',
  'proposalsFailedPerSecond',
  'slowApplyPerSecond',
  'slowReadIndexPerSecond',
  'heartbeatFailuresPerSecond',
  'grpcFailedRatio',
  'watchers',
  'slowWatchers',
  'clientReceivedBytesPerSecond',
  'clientSentBytesPerSecond',
  'keys',
];

/** Load and raft in numbers: the cluster's, then each member's as far as there is room. */
export function loadLines(props: PaneProps): Line[] {
  const { view, columns, rows, look, state } = props;
  const name = Math.min(label, Math.max(10, columns - 2 * wide));
  const members = view.members.slice(0, Math.max(0, Math.floor((columns - name) / wide) - 1));
  const head = row(columns, [
    cell('', name),
    cell('cluster', wide, 'dim', 'right'),
    ...members.map((member) => cell(` ${foreign(member.label, look)}`, wide, 'dim', 'right')),
  ]);
  const lines = listed.map((metric) => {
    const { title, unit } = registry[metric];
    const of = figureUnit(unit);
    return row(columns, [
      cell(of === '' ? title : `${title} ${of}`, name),
      cell(figure(view.totals[metric], unit), wide, 'plain', 'right'),
      ...members.map((member) => readingCell(member, metric)),
    ]);
  });
  const title = { digit, text: 'LOAD AND RAFT', notes: [], focused: state.focus === 'load' };
  if (view.members.length === 0)
    return block([titleLine(title, columns), row(columns, [span('no members known yet', 'dim')])], rows, columns);
  return block([titleLine(title, columns), head, ...lines], rows, columns);
}

function readingCell({ readings }: MemberView, metric: MetricId): Span {
  const reading = readings[metric];
  const tone = reading?.level === 'critical' || reading?.level === 'warning' ? reading.level : 'plain';
  const mark = tone === 'critical' ? '!!' : tone === 'warning' ? '!' : '';
  return cell(`${readingFigure(reading, registry[metric].unit)}${mark}`, wide, tone, 'right');
}

function LoadPane(props: PaneProps): ReactElement {
  return <Lines lines={loadLines(props)} look={props.look} />;
}

export const loadPane: Pane = { id: 'load', digit, title: 'load', component: LoadPane };
