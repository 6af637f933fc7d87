import type { CauseId } from './cause.ts';
import { causeTitle } from './cause-words.ts';
import { nobodyLeads } from './derive/access.ts';
import { formatRatio } from './format.ts';
import type { MetricId } from './registry.ts';
import type { ClusterView, MemberView } from './view.ts';

/** One statement of the line; where room is short those of lower `rank` give way first. Holds foreign text. */
export type StatusPart = { readonly text: string; readonly rank: number };

/** The cluster in one line, for status bars and tiny terminals. Holds foreign text: clean before printing. */
export function statusLine(view: ClusterView): string {
  return statusParts(view)
    .map(({ text }) => text)
    .join(' ');
}

/** What the line says: which cluster, quorum, leader, alarms, the slowest disk, the fullest database, how much is wrong, and why. */
export function statusParts(view: ClusterView): readonly StatusPart[] {
  const { quorum, leader, freshness } = view;
  const state = { ok: 'OK', lost: 'LOST', unknown: '?' }[quorum.state];
  const findings = (severity: string) => view.findings.filter((finding) => finding.severity === severity).length;
  // A metrics page alone tells neither how many members there are nor who leads, only that somebody does.
  const listed = view.clusterId !== undefined || view.members.length === 0;
  const [critical, warnings] = [findings('critical'), findings('warning')];
  return [
    { text: [...(view.clusterId ?? 'etcd')].slice(0, 8).join(''), rank: 2 },
    { text: `${quorum.healthy}/${listed ? quorum.voters : '?'} ${state}`, rank: 10 },
    ...(freshness.state === 'stale' ? [{ text: 'STALE', rank: 9 }] : []),
    { text: leader.id === undefined ? leaderless(view) : `L=${leader.name ?? leader.id}`, rank: 8 },
    ...(view.term === undefined ? [] : [{ text: `t${view.term}`, rank: 0 }]),
    ...[...new Set(view.alarms.map(({ type }) => type))].map((text) => ({ text, rank: 7 })),
    ...worstOf(view, 'walFsyncP99', 'fsync', 3, (value) => (value * 1000).toFixed(1)),
    ...worstOf(view, 'quotaUsedRatio', 'quota', 1, formatRatio),
    ...(critical > 0 ? [{ text: `${critical} crit`, rank: 6 }] : []),
    ...(warnings > 0 ? [{ text: `${warnings} warn`, rank: 4 }] : []),
    ...likeliestCause(view),
  ];
}

/** Only who answers can say that nobody leads. */
const leaderless = (view: ClusterView): string => (nobodyLeads(view) ? 'no-leader' : 'L=?');

/** What the rest of the line says already: LOST, and the alarm. */
const toldElsewhere: readonly CauseId[] = ['quorum-lost', 'quota-exhausted'];

/** "slow disk cp-3": the worst cause, and whose it is, unless the line tells it anyway; a lesser one beside that would mislead. */
function likeliestCause({ causes }: ClusterView): StatusPart[] {
  const [cause] = causes;
  if (!cause || cause.severity === 'info' || toldElsewhere.includes(cause.cause)) return [];
  return [{ text: `${causeTitle(cause)}${cause.subject === 'cluster' ? '' : ` ${cause.subjectName}`}`, rank: 5 }];
}

/** The highest value among the members; whose it is is said when it is beyond a bound. */
function worstOf(
  view: ClusterView,
  id: MetricId,
  name: string,
  rank: number,
  format: (value: number) => string,
): StatusPart[] {
  const known = view.members.filter((member) => member.readings[id].value !== undefined);
  const worst = known.reduce<MemberView | undefined>(
    (best, member) => ((member.readings[id].value ?? 0) > (best?.readings[id].value ?? -1) ? member : best),
    undefined,
  );
  const reading = worst?.readings[id];
  if (!worst || reading?.value === undefined) return [];
  const mark = { ok: '', unknown: '', warning: `!${worst.label}`, critical: `!!${worst.label}` }[reading.level];
  return [{ text: `${name} ${format(reading.value)}${mark}`, rank }];
}
