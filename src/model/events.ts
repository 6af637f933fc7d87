import type { AlertChange } from './alerts.ts';
import type { Cause } from './cause.ts';
import { causeNote } from './cause-words.ts';
import { labelOf, unstarted } from './derive/access.ts';
import { reignsOf, turnsOf } from './derive/leadership.ts';
import { lastRestart } from './derive/restarts.ts';
import { isLearner } from './derive/voters.ts';
import type { Alert, EventEntry, Severity } from './finding.ts';
import { formatDuration } from './format.ts';
import type { Past } from './past.ts';
import type { ClusterSample, MemberSample } from './sample.ts';

const kinds: Readonly<Record<Severity, EventEntry['kind']>> = { critical: 'CRIT', warning: 'WARN', info: 'INFO' };

/** How often an alert that keeps coming back is told; the list of alerts counts on. */
const toldFlaps = 3;

/** The lines that sample `number` adds to the event log, in the order in which they are to be read; `causes` are those of this sample. */
export function eventsOf(
  sample: ClusterSample,
  before: ClusterSample | undefined,
  number: number,
  past: Past,
  changes: readonly AlertChange[],
  causes: readonly Cause[],
): EventEntry[] {
  return [
    ...(before ? [] : [startOf(sample)]),
    ...marksOf(sample),
    ...noticesOf(sample, before),
    ...(before ? membershipOf(sample, before) : []),
    ...restartsOf(sample, number, past),
    ...leaderOf(sample, number, past),
    ...changes.flatMap((change) => alertLine(sample, change, causes) ?? []),
  ];
}

function startOf(sample: ClusterSample): EventEntry {
  const count = sample.members.length;
  return {
    at: sample.at,
    kind: 'INFO',
    text: `started: ${count} member${count === 1 ? '' : 's'}, interval ${formatDuration(sample.intervalSeconds)}`,
  };
}

function marksOf(sample: ClusterSample): EventEntry[] {
  return (sample.marks ?? []).map(({ at, text }) => ({ at, kind: 'MARK', text }));
}

/** A notice stands in every sample as long as it holds: it is told when it comes and when it goes. */
function noticesOf({ at, notices = [] }: ClusterSample, before: ClusterSample | undefined): EventEntry[] {
  const told = before?.notices ?? [];
  return [
    ...notices.filter((text) => !told.includes(text)).map((text): EventEntry => ({ at, kind: 'WARN', text })),
    ...told
      .filter((text) => !notices.includes(text))
      .map((text): EventEntry => ({ at, kind: 'OK', text: `over: ${text}` })),
  ];
}

function membershipOf(sample: ClusterSample, before: ClusterSample): EventEntry[] {
  // A tick in which nobody gave the member list is no removal of everybody.
  if (sample.members.length === 0 || before.members.length === 0) return [];
  const line = (member: MemberSample, text: string): EventEntry => ({
    at: sample.at,
    kind: 'INFO',
    subject: member.id,
    subjectName: labelOf(member),
    text,
  });
  const removed = before.members
    .filter(({ id }) => !sample.members.some((member) => member.id === id))
    .map((member) => line(member, 'was removed from the cluster'));
  const others = sample.members.flatMap((member) => {
    const old = before.members.find(({ id }) => id === member.id);
    if (!old) {
      const as = isLearner(member) ? ' as learner' : '';
      return [line(member, `was added to the cluster${as}${unstarted(member) ? ', not started yet' : ''}`)];
    }
    const lines: EventEntry[] = [];
    if (isLearner(old) && !isLearner(member)) lines.push(line(member, 'was promoted from learner to voter'));
    if (old.name !== member.name) {
      lines.push(line(member, old.name === '' ? `started as ${member.name}` : `was called ${old.name} before`));
    }
    return lines;
  });
  return [...removed, ...others];
}

function restartsOf(sample: ClusterSample, number: number, past: Past): EventEntry[] {
  return sample.members.flatMap((member): EventEntry[] => {
    const restart = lastRestart(past, member.id, number);
    if (restart?.number !== number) return [];
    const { fromVersion, toVersion } = restart;
    const versions = fromVersion && toVersion && fromVersion !== toVersion ? ` (${fromVersion} -> ${toVersion})` : '';
    return [
      {
        at: sample.at,
        kind: 'INFO',
        subject: member.id,
        subjectName: labelOf(member),
        text: `restarted${versions}`,
      },
    ];
  });
}

function leaderOf(sample: ClusterSample, number: number, past: Past): EventEntry[] {
  if (past.leader.at(number)?.number !== number) return [];
  const changes = past.leader.upTo(number);
  const turn = turnsOf(reignsOf(changes)).at(-1);
  if (turn?.to.number !== number) return [];
  const gap = changes.find((change) => change.number > turn.from.number && change.value.state === 'none');
  const without = gap ? ` after ${formatDuration(Math.max(0, sample.at - gap.at) / 1000)} without a leader` : '';
  const { from, to } = turn;
  const who =
    from.value.id === to.value.id ? `${to.value.name} elected again` : `${from.value.name} -> ${to.value.name}`;
  const term = to.value.term === undefined ? '' : `, term ${to.value.term}`;
  return [{ at: sample.at, kind: 'WARN', text: `leader changed: ${who}${without}${term}` }];
}

function alertLine(
  sample: ClusterSample,
  { kind, alert, check, seconds }: AlertChange,
  causes: readonly Cause[],
): EventEntry | undefined {
  if (check.silent || alert.flaps > toldFlaps) return undefined;
  const subject = alert.subject === 'cluster' ? undefined : alert.subject;
  const base = { at: sample.at, subject, subjectName: subject && alert.subjectName, alertKey: alert.key };
  if (kind !== 'cleared') {
    const cause = causeNote(alert.finding, causes) || undefined;
    return { ...base, kind: kinds[alert.finding.severity], text: alert.finding.text, cause };
  }
  if (alert.severity === 'info') return undefined;
  const text = check.cleared?.(alert, seconds) ?? `${check.title}: over after ${formatDuration(seconds)}`;
  return { ...base, kind: 'OK', text: `${text}${returnsOf(alert)}` };
}

/** How long it lasted is told of the last time; where it kept coming back, also of all of them together. */
function returnsOf({ flaps, raisedAt, clearedAt = raisedAt }: Alert): string {
  return flaps === 0 ? '' : `; came ${flaps + 1} times in ${formatDuration((clearedAt - raisedAt) / 1000)}`;
}
