import type { CheckId } from '../check-id.ts';
import type { Facts } from '../derive/derive-view.ts';
import type { Alert, Finding } from '../finding.ts';
import type { History } from '../history.ts';
import type { Past } from '../past.ts';
import type { MemberSample } from '../sample.ts';
import { memberAt } from '../stretch.ts';
import type { MemberView } from '../view.ts';
import type { Commands } from './commands.ts';

/** What lies before the doctor: the facts, the findings, what came before, and how this distribution is handled. */
export type Case = {
  readonly history: History;
  readonly past: Past;
  /** The sample judged; nothing later is looked at. */
  readonly number: number;
  readonly view: Facts;
  readonly findings: readonly Finding[];
  readonly alerts: readonly Alert[];
  readonly commands: Commands;
};

/** The findings of these checks, of one subject or of all. */
export function found(file: Case, checks: readonly CheckId[], subject?: string): Finding[] {
  return file.findings.filter(
    (finding) => checks.includes(finding.check) && (subject === undefined || finding.subject === subject),
  );
}

/** For how many seconds, as far as the samples show, something has been true of a member; undefined when it is not now. */
export function heldSeconds(file: Case, id: string, holds: (member: MemberSample) => boolean): number | undefined {
  const { history, number } = file;
  const now = history.at(number);
  const member = memberAt(history, number, id);
  if (!now || !member || !holds(member)) return undefined;
  let since = now.mono;
  for (let at = number - 1; at >= history.comparableFrom(number); at--) {
    const before = memberAt(history, at, id);
    if (!before || !holds(before)) break;
    since = history.at(at)?.mono ?? since;
    if (now.mono - since > longEnough) break;
  }
  return (now.mono - since) / 1000;
}

/** No cause asks for more. */
const longEnough = 900_000;

/** How a person calls the leader or a member. */
export const nameOf = (file: Case, id: string): string =>
  file.view.members.find((member) => member.id === id)?.label ?? id.slice(0, 8);

/** "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The subject of a statement on some of the members: the one there is, or the cluster. */
export function subjectOf(members: readonly MemberView[]): { subject: string; subjectName: string } {
  const [only] = members;
  return members.length === 1 && only
    ? { subject: only.id, subjectName: only.label }
    : { subject: 'cluster', subjectName: 'cluster' };
}
