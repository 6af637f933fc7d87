import type { Level } from '../../model/reading.ts';
import type { ClusterView, MemberView, Role } from '../../model/view.ts';
import type { SortColumn, UiState } from '../state.ts';

/** The members as the table lists them: filtered by name when there are more than seven, sorted, what is unknown always last. */
export function orderedMembers(view: ClusterView, { sort, filter }: UiState): readonly MemberView[] {
  const wanted = filter.toLowerCase();
  const matching = view.members.filter(({ label }) => label.toLowerCase().includes(wanted));
  const listed = view.members.length > 7 && wanted !== '' && matching.length > 0 ? matching : view.members;
  if (sort.column === 'given') return sort.inverted ? listed.toReversed() : listed;
  return sortedBy(listed, keyOf(sort.column), sort.inverted);
}

/** What a column sorts by: numbers go down, texts up; undefined is unknown. */
type Key = (member: MemberView) => number | string | undefined;

const badness: Readonly<Record<Level, number>> = { ok: 0, unknown: 1, warning: 2, critical: 3 };
const weight: Readonly<Record<Role, number | undefined>> = {
  leader: 3,
  follower: 2,
  learner: 1,
  unstarted: 0,
  unknown: undefined,
};

/** ★ The columns that are no metric; worst, leading, oldest first. */
const keys: Readonly<Record<Exclude<SortColumn, 'given' | keyof MemberView['readings']>, Key>> = {
  health: ({ level }) => badness[level],
  role: ({ role }) => weight[role],
  id: ({ id }) => id,
  // 3.5.9 comes before 3.5.16.
  version: ({ version }) => version?.replace(/\d+/g, (digits) => digits.padStart(6, '0')),
  age: ({ ageSeconds }) => ageSeconds,
};

function keyOf(column: Exclude<SortColumn, 'given'>): Key {
  return column in keys
    ? keys[column as keyof typeof keys]
    : ({ readings }) => readings[column as keyof typeof readings].value;
}

function sortedBy(members: readonly MemberView[], key: Key, inverted: boolean): readonly MemberView[] {
  const turn = inverted ? -1 : 1;
  return members.toSorted((left, right) => {
    const [a, b] = [key(left), key(right)];
    if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
    return turn * (typeof a === 'number' && typeof b === 'number' ? b - a : a < b ? -1 : a > b ? 1 : 0);
  });
}
