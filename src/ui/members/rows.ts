import type { ClusterView, MemberView } from '../../model/view.ts';
import { fit, width } from '../../text/width.ts';
import type { Line, Span, Tone } from '../line.ts';
import type { Look } from '../look.ts';
import type { UiState } from '../state.ts';
import { foreign, span } from '../widgets/row.ts';
import { slices } from '../widgets/slices.ts';
import { type MemberCell, memberCell } from './cells.ts';
import { chosenColumns, type MemberColumn, marker } from './columns.ts';
import { orderedMembers } from './order.ts';
import type { Tail } from './spark-tail.ts';

/** The member table as text: one span per column, the heading first, every line exactly `columns` cells. */
export function memberLines(
  view: ClusterView,
  state: UiState,
  look: Look,
  columns: number,
  rows: number,
  tail?: Tail | undefined,
): readonly Line[] {
  const room = columns - (tail?.columns ?? 0);
  const chosen = chosenColumns(view, room, state.columns, look);
  const members = orderedMembers(view, state);
  const selected = selectedIndex(members, state.selected);
  const listed = Math.max(0, rows - 1);
  const first = firstShown(members.length, listed, selected);
  const shown = members.slice(first, first + listed);
  const spare = room - marker - chosen.reduce((sum, column) => sum + column.width + 1, -1);
  return [
    [...headingLine(chosen, state, spare, members.length - shown.length), ...(tail ? [tail.heading] : [])],
    ...shown.map((member, index) => [
      ...memberLine(member, chosen, spare, look, first + index === selected),
      ...(tail ? [tail.cellOf(member)] : []),
    ]),
  ];
}

/** The row that keys act on: the selected member, or the first while that one is gone. */
export function selectedIndex(members: readonly MemberView[], selected: string | undefined): number {
  return Math.max(
    0,
    members.findIndex(({ id }) => id === selected),
  );
}

/** The least scrolling that keeps the selected row in sight. */
function firstShown(count: number, room: number, selected: number): number {
  return Math.max(0, Math.min(selected - Math.floor(room / 2), count - room));
}

function headingLine(chosen: readonly MemberColumn[], { sort }: UiState, spare: number, more: number): Line {
  const heads = chosen.map((column, index) => {
    const sorted = column.key === sort.column;
    const text = cellText(column.header, column);
    const before = index === 0 ? ' '.repeat(marker) : sorted ? (sort.inverted ? '^' : 'v') : ' ';
    return span(before + text, sorted ? 'accent' : 'title');
  });
  return [...heads, span((more > 0 ? ` +${more}` : '').slice(0, spare).padEnd(spare), 'dim')];
}

function cellText(text: string, column: MemberColumn): string {
  return column.align === 'left' ? text.padEnd(column.width) : text.padStart(column.width);
}

function memberLine(
  member: MemberView,
  chosen: readonly MemberColumn[],
  spare: number,
  look: Look,
  selected: boolean,
): Line {
  const cells = chosen.map((column) => memberCell(member, column, look, selected));
  const said = withTrouble(member, cells, spare, look);
  return said.map((piece, index) => {
    if (index === 0) return span(rowMarker(member, selected) + piece.text, markerTone(member, piece.tone));
    return span((piece.joined ? '' : ' ') + piece.text, piece.tone);
  });
}

/**
 * The trouble of a member in place of its longest run of empty cells (and of the room right of the table): all of it where it fits; for a
 * member that is down also cut, because there is nothing else to say.
 */
function withTrouble(member: MemberView, cells: readonly MemberCell[], spare: number, look: Look): readonly Piece[] {
  const rest: Piece = { text: ' '.repeat(spare), tone: 'dim', joined: true };
  const trouble = foreign(member.trouble, look);
  if (trouble === '') return [...cells, rest];
  if (spare > width(trouble))
    return [...cells, { text: fit(` ${trouble}`, spare), tone: toneOf(member), joined: true }];
  const run = longestRun(cells);
  const widths = cells.slice(run.from, run.to).map(({ text }) => width(text) + 1);
  const room = widths.reduce((sum, cellWidth) => sum + cellWidth, -1);
  const words = width(trouble) > room ? trouble.replace(toldByHealth, '') : trouble;
  if (run.to === run.from || (member.access !== 'down' && width(trouble) > room && room < enough))
    return [...cells, rest];
  // A piece that goes on the one before also takes the blank between their columns.
  const pieces = slices(words, [(widths[0] ?? 1) - 1, ...widths.slice(1)]);
  const said = pieces.map((text, index) => ({ text, tone: toneOf(member), joined: index > 0 }));
  return [...cells.slice(0, run.from), ...said, ...cells.slice(run.to), rest];
}

/** What DOWN and HUNG say as well as the words before the reason. */
const toldByHealth = /^(cannot be reached|no answer): /;

type Piece = Span & { readonly joined?: boolean };

function toneOf({ access }: MemberView): Tone {
  return access === 'down' ? 'critical' : 'warning';
}

/** Cells below which a cut sentence says nothing. */
const enough = 24;

function longestRun(cells: readonly MemberCell[]): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  cells.forEach((cell, index) => {
    if (!cell.empty) from = index + 1;
    else if (index + 1 - from > best.to - best.from) best = { from, to: index + 1 };
  });
  return best;
}

function rowMarker({ level }: MemberView, selected: boolean): string {
  const mark = level === 'critical' ? '!!' : level === 'warning' ? '! ' : '  ';
  return selected ? `>${mark[0]}` : mark;
}

function markerTone({ level }: MemberView, tone: Tone): Tone {
  return tone === 'plain' && (level === 'critical' || level === 'warning') ? level : tone;
}
