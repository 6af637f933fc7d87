import type { ReactElement } from 'react';
import type { MemberView } from '../../model/view.ts';
import type { Line } from '../line.ts';
import { eventRows } from '../widgets/event-rows.ts';
import { Lines } from '../widgets/lines.tsx';
import { besideEachOther, foreign, row, span } from '../widgets/row.ts';
import { accessFields, identityFields, processFields, raftFields } from './detail-fields.ts';
import { latencyLines } from './detail-latency.ts';
import { type Field, fieldLines } from './fields.ts';
import { type OverlayProps, page } from './overlay.ts';

const eventsShown = 20;

/** Everything known about the selected member: who it is, how it was asked, its latencies with their buckets, its peers, its last events. */
export function detailLines(props: OverlayProps): Line[] {
  const { view, state, columns, look } = props;
  const member = view.members.find(({ id }) => id === state.selected) ?? view.members[0];
  if (member === undefined)
    return page(
      { text: 'MEMBER', notes: ['Esc back'] },
      [row(columns, [span('no members known yet', 'dim')])],
      0,
      props,
    );
  const two = columns >= 110;
  const wide = two ? Math.floor((columns - 3) / 2) : columns;
  const section = (heading: string, fields: readonly Field[]) => [
    row(wide, [span(heading, 'title')]),
    ...fieldLines(fields, wide),
  ];
  const left = [
    ...section('MEMBER', identityFields(member, view, look)),
    ...section('RAFT AND DATABASE', raftFields(member, look)),
  ];
  const right = [
    ...section('ASKED', accessFields(member, props)),
    ...section('PROCESS', processFields(member, props)),
    ...section('PEERS  round trip p99', peerFields(member, props)),
  ];
  const lines: Line[] = [
    ...latencyLines(member, props),
    ...(two ? besideEachOther(left, right, wide, columns) : [...left, ...right]),
    row(columns, [span(`EVENTS  last ${eventsShown} of this member`, 'title')]),
    ...memberEvents(member, props),
  ];
  const title = { text: `MEMBER ${foreign(member.label, look)}`, notes: ['Esc back', 'UP/DOWN scroll'] };
  return page(title, lines, state.overlayScroll ?? 0, props);
}

function peerFields(member: MemberView, { view, look }: OverlayProps): Field[] {
  return view.members
    .filter(({ id }) => id !== member.id)
    .map((peer) => {
      const { value, observations, level } = view.rtt[member.id]?.[peer.id] ?? {};
      const seen = observations === undefined ? '' : `  of ${observations} observations`;
      const mark = level === 'critical' ? ' !!' : level === 'warning' ? ' !' : '';
      return [foreign(peer.label, look), value === undefined ? '-' : `${(value * 1000).toFixed(1)} ms${mark}${seen}`];
    });
}

function memberEvents(member: MemberView, props: OverlayProps): Line[] {
  const rows = eventRows(props, member.id).slice(0, eventsShown);
  return rows.length > 0 ? rows.map((draw) => draw()) : [row(props.columns, [span('none', 'dim')])];
}

export function DetailOverlay(props: OverlayProps): ReactElement {
  return <Lines lines={detailLines(props)} look={props.look} />;
}
