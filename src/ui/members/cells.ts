import { formatDuration } from '../../model/format.ts';
import { type MetricId, registry } from '../../model/registry.ts';
import type { MemberView, Role } from '../../model/view.ts';
import { fit, width } from '../../text/width.ts';
import type { Span, Tone } from '../line.ts';
import type { Look } from '../look.ts';
import { readingFigure } from '../widgets/figure.ts';
import { cell, foreign } from '../widgets/row.ts';
import type { MemberColumn } from './columns.ts';

/** One cell of the member table: exactly the column's width; `empty` where there is no number and nothing to wait for. */
export type MemberCell = Span & { readonly empty: boolean };

/** What a member shows in a column. A breached value carries `!` or `!!`, few observations make it dim. */
export function memberCell(member: MemberView, column: MemberColumn, look: Look, selected: boolean): MemberCell {
  const { text, tone } = contentOf(member, column, look, selected);
  return { ...cell(text, column.width, tone, column.align), empty: text === '-' };
}

function contentOf(member: MemberView, column: MemberColumn, look: Look, selected: boolean): Span {
  switch (column.key) {
    case 'name':
      return { text: foreign(member.label, look), tone: selected ? 'title' : 'plain' };
    case 'id':
      return { text: fit(foreign(member.id, look), column.width, 'left', ''), tone: 'dim' };
    case 'role':
      return { text: roleText(member.role, column.width), tone: member.role === 'leader' ? 'accent' : 'plain' };
    case 'health':
      return { text: member.health, tone: healthTone(member) };
    case 'version':
      return { text: foreign(member.version ?? '-', look), tone: 'plain' };
    case 'age':
      return { text: ageText(member.ageSeconds), tone: (member.ageSeconds ?? 0) >= 5 ? 'warning' : 'dim' };
    default:
      return readingContent(member, column.key, column);
  }
}

function readingContent(member: MemberView, id: MetricId, column: MemberColumn): Span {
  const reading = member.readings[id];
  const mark = reading.level === 'critical' ? '!!' : reading.level === 'warning' ? '!' : '';
  const figure = columnFigure(member, id);
  const room = column.width - mark.length;
  const short = width(figure) > room ? figure.replace(/\.\d+$/, '') : figure;
  // The row's own mark says how bad it is: rather one `!` less than a digit less.
  return { text: short + mark.slice(0, Math.max(1, column.width - width(short))), tone: toneOf(member, id) };
}

/** Values of a column's own scale: growth per hour, up time as a time, shares without fractions. */
function columnFigure(member: MemberView, id: MetricId): string {
  const reading = member.readings[id];
  const { unit, column } = registry[id];
  if (reading.value === undefined) return readingFigure(reading, unit);
  if (column?.show === 'perHour') return readingFigure({ ...reading, value: reading.value * 3600 }, unit);
  if (column?.show === 'duration') return formatDuration(Math.round(reading.value));
  if (unit === 'ratio') return (reading.value * 100).toFixed(0);
  return readingFigure(reading, unit);
}

/** A quantile over fewer observations than this says little. */
const fewObservations = 100;

function toneOf(member: MemberView, id: MetricId): Tone {
  const { level, observations = fewObservations, value } = member.readings[id];
  if (level === 'critical' || level === 'warning') return level;
  return value === undefined || observations < fewObservations ? 'dim' : 'plain';
}

export function healthTone({ level }: MemberView): Tone {
  return level === 'unknown' ? 'dim' : level;
}

function roleText(role: Role, columns: number): string {
  const text = { leader: 'LEADER', follower: 'follower', learner: 'LEARNER', unstarted: 'new', unknown: '?' }[role];
  if (columns >= 7) return text;
  if (columns === 1) return { leader: 'L', follower: 'f', learner: 'l', unstarted: 'n', unknown: '?' }[role];
  return role === 'learner' ? 'LRNR' : text.slice(0, 4);
}

function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return '-';
  if (seconds < 100) return `${Math.round(seconds)}s`;
  if (seconds < 5970) return `${Math.round(seconds / 60)}m`;
  return seconds < 356_400 ? `${Math.round(seconds / 3600)}h` : '>4d';
}
