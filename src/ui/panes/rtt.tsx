import type { ReactElement } from 'react';
import { boundsOf } from '../../model/bounds.ts';
import { seriesOf } from '../../model/metric-set.ts';
import type { Reading } from '../../model/reading.ts';
import { registry } from '../../model/registry.ts';
import type { MemberView } from '../../model/view.ts';
import type { Line, Span, Tone } from '../line.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { figure, readingFigure } from '../widgets/figure.ts';
import { Lines } from '../widgets/lines.tsx';
import { block, cell, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';
import { labelColumns, membersShown, moreLine } from './sparks.ts';

const digit = '4';
const gap = 2;

/** Round trips from each member (row) to each other (column) as the members' own probers see them; `-` where nobody knows. */
export function rttLines(props: PaneProps): Line[] {
  const { view, columns, rows, look, state } = props;
  const { unit } = registry.peerRttP99;
  const levels = boundsOf(view, 'peerRttP99');
  const label = labelColumns(view.members, props, columns);
  const wide = Math.min(14, Math.max(6, label));
  const fits = Math.max(0, Math.floor((columns - label - 1) / (wide + gap)));
  const failures = view.members.length < fits;
  const peers = view.members.slice(0, failures ? fits - 1 : fits);
  const head = row(columns, [
    cell('', label),
    ...peers.map((peer) => cell(`  ${foreign(peer.label, look)}`, wide + gap, 'dim', 'right')),
    ...(failures ? [cell('sent-fail', wide + gap + 3, 'dim', 'right')] : []),
    ...(peers.length < view.members.length ? [span(` +${view.members.length - peers.length}`, 'dim')] : []),
  ]);
  const shown = membersShown(view.members, rows - 2);
  const lines = shown.map((from) =>
    row(columns, [
      cell(foreign(from.label, look), label),
      ...peers.map((to) => rttCell(view.rtt[from.id]?.[to.id], wide, from.id === to.id)),
      ...(failures ? [cell(figure(sentFailures(from), 'count'), wide + gap + 3, 'dim', 'right')] : []),
    ]),
  );
  const notes = levels?.warning === undefined ? [] : [`warn>${figure(levels.warning, unit).replace(/\.0$/, '')}`];
  const title = { digit, text: 'PEER RTT p99 ms  from\\to', notes, focused: state.focus === 'rtt' };
  const more = moreLine(view.members.length, shown.length, columns);
  return block([titleLine(title, columns), head, ...lines, ...more], rows, columns);
}

function rttCell(reading: Reading | undefined, columns: number, self: boolean): Span {
  const tone: Tone =
    reading?.level === 'critical' || reading?.level === 'warning' ? reading.level : self ? 'dim' : 'plain';
  const mark = tone === 'critical' ? '!!' : tone === 'warning' ? '! ' : '  ';
  const text = self ? '.' : readingFigure(reading, registry.peerRttP99.unit);
  return cell(`${text}${mark}`, columns + gap, tone, 'right');
}

/** Messages to peers that could not be sent since the member started. */
function sentFailures({ sample }: MemberView): number | undefined {
  if (!sample.metrics) return undefined;
  return seriesOf(sample.metrics.set, 'etcd_network_peer_sent_failures_total').reduce(
    (sum, { value }) => sum + value,
    0,
  );
}

function RttPane(props: PaneProps): ReactElement {
  return <Lines lines={rttLines(props)} look={props.look} />;
}

export const rttPane: Pane = { id: 'rtt', digit, title: 'peer RTT', component: RttPane };
