import { causeNote } from '../../model/cause-words.ts';
import type { Alert, EventEntry } from '../../model/finding.ts';
import { holdsNow } from '../../model/holds-now.ts';
import type { ClusterView } from '../../model/view.ts';
import { width } from '../../text/width.ts';
import type { Line, Tone } from '../line.ts';
import type { PaneProps } from '../pane.ts';
import { briefly } from './briefly.ts';
import { clockTime } from './clock.ts';
import { type EntryWords, fitEntry } from './entry-words.ts';
import { duration, figure } from './figure.ts';
import { cell, foreign, row, span } from './row.ts';

/**
 * The rows of the event log as a person asked for them: alerts in force, then the log, newest first. A row is drawn only when it is
 * called, so that a long log costs what is visible.
 */
export function eventRows(props: PaneProps, subject?: string | undefined): (() => Line)[] {
  const { view, state } = props;
  const matches = matcher(state.filter);
  const active = new Map(
    view.alerts.filter(({ clearedAt }) => clearedAt === undefined).map((alert) => [alert.key, alert]),
  );
  const endedBy = ({ kind, alertKey, at }: EventEntry) =>
    kind === 'OK' && alertKey !== undefined ? alertEndedAt(view.alerts, alertKey, at) : undefined;
  const about = (id: string | undefined) => subject === undefined || id === subject;
  const ongoing = ongoingAlerts(view)
    .filter(
      (alert) =>
        about(alert.subject) && matches(alert.subjectName, alert.finding.text, causeNote(alert.finding, view.causes)),
    )
    .map((alert) => () => alertRow(alert, props));
  const past = view.events
    .filter((event) => !standsForActive(event, active) && event.at >= state.clearedBefore)
    .filter(
      (event) => about(event.subject) && matches(event.kind, event.subjectName ?? '', event.text, event.cause ?? ''),
    )
    .map((event) => () => eventRow(event, endedBy(event), props));
  return [...ongoing, ...past];
}

/** How many rows there would be without the filter, of which `rows` are left by it. */
export function rowsInAll(rows: readonly unknown[], props: PaneProps): number {
  const { state } = props;
  return state.filter === '' ? rows.length : eventRows({ ...props, state: { ...state, filter: '' } }).length;
}

/** Alerts in force: those that hold now, worst first, then those that only wait for their end. */
export function ongoingAlerts(view: ClusterView): readonly Alert[] {
  const active = view.alerts.filter(({ clearedAt }) => clearedAt === undefined);
  return [...active.filter((alert) => holdsNow(alert, view)), ...active.filter((alert) => !holdsNow(alert, view))];
}

/** A filter is a case-blind pattern; one that is no pattern is looked for as it stands. */
function matcher(filter: string): (...texts: string[]) => boolean {
  if (filter === '') return () => true;
  let pattern: RegExp | undefined;
  try {
    pattern = new RegExp(filter, 'i');
  } catch {}
  const plain = filter.toLowerCase();
  return (...texts) => {
    const text = texts.join(' ');
    return pattern ? pattern.test(text) : text.toLowerCase().includes(plain);
  };
}

function standsForActive(event: EventEntry, active: ReadonlyMap<string, Alert>): boolean {
  const alert = event.alertKey === undefined ? undefined : active.get(event.alertKey);
  return alert !== undefined && event.kind !== 'OK' && event.at >= alert.raisedAt;
}

function alertRow(alert: Alert, props: PaneProps): Line {
  const acknowledged = props.state.acknowledged.includes(alert.key);
  const { severity, text } = alert.finding;
  const tone: Tone = acknowledged ? 'dim' : toneOfSeverity[severity];
  const lasted = duration(Math.round((props.now - alert.raisedAt) / 1000));
  const kind = kindOfSeverity[severity];
  const now = holdsNow(alert, props.view);
  return entryRow(props, {
    at: alert.raisedAt,
    kind: acknowledged ? `${kind}a` : kind,
    subject: alert.subject === 'cluster' ? '' : alert.subjectName,
    // Of one that does not hold the words are of the past.
    past: !now,
    text,
    cause: now ? causeNote(alert.finding, props.view.causes) : '',
    lasted,
    word: now ? 'ongoing' : 'ending',
    again: alert.flaps > 0 ? `${alert.flaps}x again` : '',
    extremes: extremes(alert),
    tone,
  });
}

/** The alert whose last end a line tells: one that came back after it lasted longer than the line says. */
function alertEndedAt(alerts: readonly Alert[], key: string, at: number): Alert | undefined {
  const [latest] = alerts
    .filter((alert) => alert.key === key && alert.raisedAt <= at)
    .toSorted((a, b) => b.raisedAt - a.raisedAt);
  return latest?.clearedAt !== undefined && latest.clearedAt <= at ? latest : undefined;
}

function eventRow(event: EventEntry, ended: Alert | undefined, props: PaneProps): Line {
  const lasted = ended ? ((ended.clearedAt ?? ended.raisedAt) - ended.raisedAt) / 1000 : 0;
  return entryRow(props, {
    at: event.at,
    kind: event.kind,
    subject: event.subjectName ?? '',
    text: event.kind === 'MARK' ? `"${event.text}"` : event.text,
    cause: event.cause ?? '',
    // How long all the times took that it came is in the words already.
    word: ended?.flaps === 0 ? `lasted ${duration(lasted)}` : '',
    extremes: ended ? extremes(ended) : '',
    tone: toneOfKind[event.kind],
  });
}

type Entry = Partial<EntryWords> & {
  readonly at: number;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly past?: boolean;
  readonly tone: Tone;
};

function entryRow({ columns, look }: PaneProps, entry: Entry): Line {
  const { at, kind, subject, text, past = false, cause = '', tone } = entry;
  const head = `${clockTime(at)} `;
  const name = `${subject === '' ? '' : `${foreign(subject, look)} `}${past ? 'was: ' : ''}`;
  const room = Math.max(0, columns - head.length - 6);
  const { said, tail } = fitEntry(
    {
      text: name + foreign(text, look),
      brief: name + briefly(foreign(text, look)),
      cause: foreign(cause, look),
      lasted: entry.lasted ?? '',
      word: entry.word ?? '',
      again: entry.again ?? '',
      extremes: entry.extremes ?? '',
    },
    room,
  );
  return row(columns, [
    span(head, 'dim'),
    cell(kind, 6, tone),
    cell(said, Math.max(0, room - width(tail)), tone === 'dim' ? 'dim' : 'plain'),
    span(tail, tone),
  ]);
}

/** How far a measured value went; nothing for alerts about a state, and for a value that stood still. */
function extremes({ min, avg, max, finding, severity }: Alert): string {
  if (min === undefined || avg === undefined || max === undefined || finding.unit === undefined) return '';
  if (severity === 'info' || finding.threshold === undefined) return '';
  const [low, middle, high] = [min, avg, max].map((value) => figure(value, finding.unit ?? 'count'));
  return low === high ? '' : `min ${low} avg ${middle} max ${high}`;
}

const kindOfSeverity = { critical: 'CRIT', warning: 'WARN', info: 'INFO' } as const;
const toneOfSeverity = { critical: 'critical', warning: 'warning', info: 'plain' } as const;
const toneOfKind = { CRIT: 'critical', WARN: 'warning', INFO: 'plain', OK: 'ok', MARK: 'accent' } as const;
