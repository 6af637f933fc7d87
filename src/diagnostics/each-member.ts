import type { DiagnosticEvent } from '../model/diagnostic.ts';
import type { MemberView } from '../model/view.ts';
import type { DiagnosticContext } from './diagnostic.ts';

export type Answer<T> = { readonly member: MemberView; readonly value: T };

/**
 * Asks members side by side and yields progress as each is done; returns the answers in the order of the members, undefined when
 * cancelled. `ask` turns its own failures into values and keeps its own deadlines.
 */
export async function* eachMember<T>(
  members: readonly MemberView[],
  { signal }: Pick<DiagnosticContext, 'signal'>,
  ask: (member: MemberView) => Promise<T>,
): AsyncGenerator<DiagnosticEvent, readonly Answer<T>[] | undefined> {
  const total = members.length;
  const answers = new Map<string, Answer<T>>();
  const pending = new Map(
    members.map((member) => [member.id, ask(member).then((value): Answer<T> => ({ member, value }))]),
  );
  yield { kind: 'progress', done: 0, total, text: `asking ${total} ${total === 1 ? 'member' : 'members'}` };
  while (pending.size > 0 && !signal.aborted) {
    const answer = await Promise.race(pending.values());
    pending.delete(answer.member.id);
    answers.set(answer.member.id, answer);
    if (signal.aborted) break;
    yield { kind: 'progress', done: answers.size, total, text: `${answer.member.label} is done` };
  }
  if (signal.aborted) return undefined;
  return members.flatMap((member) => answers.get(member.id) ?? []);
}
