import type { ClusterView, HealthWord, MemberView } from '../../../src/model/view.ts';

/** The HEALTH column: word by member label. */
export function healthWords(view: ClusterView): Record<string, HealthWord> {
  return Object.fromEntries(view.members.map(({ label, health }) => [label, health]));
}

/** The findings as "check-id subject". */
export function foundIn(view: ClusterView): string[] {
  return view.findings.map(({ check, subjectName }) => `${check} ${subjectName}`);
}

/** What a finding says, by "check-id subject". */
export function findingText(view: ClusterView, found: string): string | undefined {
  return view.findings.find(({ check, subjectName }) => `${check} ${subjectName}` === found)?.text;
}

/** The event log, newest first, as "KIND subject text". */
export function eventLines(view: ClusterView): string[] {
  return view.events.map(({ kind, subjectName, text }) => [kind, subjectName, text].filter(Boolean).join(' '));
}

/** The row of a member. */
export function rowOf(view: ClusterView, label: string): MemberView {
  const row = view.members.find((member) => member.label === label);
  if (row === undefined) throw new Error(`no row for ${label}: ${summary(view)}`);
  return row;
}

/** Whether the cluster is whole: all answer with metrics, all follow one leader, and nothing is at warning or above. */
export function isWell(view: ClusterView, members: number): boolean {
  return (
    view.members.length === members &&
    view.members.every(({ level, access }) => level === 'ok' && access === 'full') &&
    view.freshness.state === 'complete' &&
    view.quorum.state === 'ok' &&
    view.quorum.healthy === view.quorum.voters &&
    view.leader.name !== undefined &&
    view.findings.every(({ severity }) => severity === 'info')
  );
}

/** A view in few words, for the message of a test that failed. */
export function summary(view: ClusterView | undefined): string {
  if (view === undefined) return 'nothing yet';
  const { quorum, leader, freshness, endpoints } = view;
  const said = { quorum, leader: leader.name, freshness: freshness.state, health: healthWords(view), endpoints };
  const trouble = view.members.flatMap(({ label, trouble }) => (trouble === undefined ? [] : [`${label} ${trouble}`]));
  const findings = view.findings.map(({ check, subjectName, text }) => `${check} ${subjectName}: ${text}`);
  return JSON.stringify({ ...said, trouble, findings, events: eventLines(view).slice(0, 12) }, null, 1);
}
