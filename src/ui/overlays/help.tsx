import type { ReactElement } from 'react';
import { width } from '../../text/width.ts';
import { failedGlyph, rampOf } from '../charts/ramp.ts';
import type { Line } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import type { PaneId } from '../pane-id.ts';
import { Lines } from '../widgets/lines.tsx';
import { besideEachOther, cell, row, span } from '../widgets/row.ts';
import { type OverlayProps, page } from './overlay.ts';

/** A key of the keymap as help lists it. */
export type HelpRow = { readonly keys: string; readonly label: string; readonly help: string; readonly group: string };

/** All keys by group, those of the focused pane first; in two columns where the screen is wide. */
export function helpLines(props: PaneProps, keys: readonly HelpRow[]): Line[] {
  const { state, columns } = props;
  const groups = [...new Set(keys.map(({ group }) => group))];
  const own = groupOfPane[state.focus] ?? 'panes';
  const ordered = [...groups.filter((group) => group === own), ...groups.filter((group) => group !== own)];
  const two = columns >= 140;
  const wide = two ? Math.floor((columns - 3) / 2) : columns;
  const keyColumns = Math.min(18, Math.max(9, ...keys.map((key) => width(key.keys))));
  const lines = ordered.flatMap((group) => [
    row(wide, [span(group.toUpperCase(), 'title')]),
    ...keys.filter((key) => key.group === group).map((key) => keyLine(key, keyColumns, wide)),
  ]);
  lines.push(row(wide, [span('SIGNS', 'title')]), ...signs(props).map((sign) => keyLine(sign, keyColumns, wide)));
  const title = { text: 'HELP', notes: ['Esc back', 'UP/DOWN scroll'] };
  return page(title, two ? inTwo(lines, wide, columns) : lines, state.overlayScroll ?? 0, props);
}

/** The group of keys that act on what a pane shows, where those that are for every pane are not all. */
const groupOfPane: Readonly<Partial<Record<PaneId, string>>> = {
  members: 'members',
  events: 'events',
  fsync: 'charts',
  commit: 'charts',
  lag: 'charts',
  focus: 'charts',
};

function signs({ look }: PaneProps): Omit<HelpRow, 'group'>[] {
  const ramp = rampOf(look);
  const sign = (keys: string, help: string) => ({ keys, label: help, help });
  return [
    sign('! !!', 'Beyond the warning bound, beyond the critical bound.'),
    sign(
      ramp,
      `A chart of times: the first is below half the warning, ${ramp[2]} is above it, each further one is twice as much.`,
    ),
    sign(failedGlyph, 'The member did not answer at that time. A blank: nothing is known.'),
    sign('-  ...', 'Not known; not known yet, more history is needed.'),
    sign('1-9 | M', 'Leader timeline: who led, by the digit of its legend; an election; a mark.'),
  ];
}

function keyLine({ keys, label, help }: Omit<HelpRow, 'group'>, keyColumns: number, columns: number): Line {
  return row(columns, [span('  '), cell(keys, keyColumns, 'accent'), span(`  ${help === '' ? label : help}`)]);
}

function inTwo(lines: readonly Line[], wide: number, columns: number): Line[] {
  const half = Math.ceil(lines.length / 2);
  return besideEachOther(lines.slice(0, half), lines.slice(half), wide, columns);
}

/** The overlay for a given keymap. */
export function helpOverlay(keys: readonly HelpRow[]): (props: OverlayProps) => ReactElement {
  return (props) => <Lines lines={helpLines(props, keys)} look={props.look} />;
}
