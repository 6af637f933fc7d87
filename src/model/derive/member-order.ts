import type { MemberView } from '../view.ts';

const names = new Intl.Collator('en', { numeric: true });

/** cp-2 before cp-10. */
export const byName = (left: string, right: string): number => names.compare(left, right);

/** Members by name as a person counts, so that table, charts and the leader's digits agree; those without a name yet come last, equal names by id. */
export function inOrder(members: readonly MemberView[]): MemberView[] {
  return members.toSorted(
    (left, right) =>
      Number(left.sample.name === '') - Number(right.sample.name === '') ||
      byName(left.label, right.label) ||
      (left.id < right.id ? -1 : 1),
  );
}
