import type { History } from '../history.ts';
import type { Past } from '../past.ts';
import type { Change } from '../timeline.ts';
import type { LeaderSpan, Leadership } from '../view.ts';
import type { LeaderSeen } from './leader.ts';

const hour = 3_600_000;

type Reign = Change<Extract<LeaderSeen, { state: 'leader' }>>;

/** Who leads, since when, who led when, and how often that changed, as far as the history shows it. */
export function leadershipOf(history: History, number: number, past: Past): Leadership {
  const now = history.at(number)?.at ?? 0;
  const oldestAt = history.at(history.oldest)?.at ?? now;
  const changes = past.leader.upTo(number);
  const reigns = reignsOf(changes);
  const current = changes.at(-1)?.value;
  const first = current?.state === 'leader' ? firstOf(reigns, current.id) : undefined;
  const turns = turnsOf(reigns);
  const last = turns.at(-1);
  return {
    id: current?.state === 'leader' ? current.id : undefined,
    name: current?.state === 'leader' ? current.name : undefined,
    since: first?.at,
    atLeast: first !== undefined && first === reigns[0],
    changes: turns.filter(({ to }) => to.at > now - hour).length,
    changesSeconds: Math.max(0, Math.min(hour, now - oldestAt) / 1000),
    last: last && { from: last.from.value.name, to: last.to.value.name, at: last.to.at },
    spans: spansOf(changes, oldestAt, now),
  };
}

/** Elections that followed a leader we had seen, newest last; the same leader at a new term counts, the first one seen does not. */
export function turnsOf(reigns: readonly Reign[]): { from: Reign; to: Reign }[] {
  return reigns.slice(1).flatMap((to, at) => {
    const from = reigns[at];
    return from && (from.value.id !== to.value.id || termRose(from, to)) ? [{ from, to }] : [];
  });
}

export function reignsOf(changes: readonly Change<LeaderSeen>[]): Reign[] {
  return changes.filter((change): change is Reign => change.value.state === 'leader');
}

function termRose(from: Reign, to: Reign): boolean {
  return from.value.term !== undefined && to.value.term !== undefined && to.value.term > from.value.term;
}

/** The first of the reigns at the end that belong to the same member at the same term. */
function firstOf(reigns: readonly Reign[], id: string): Reign | undefined {
  let first = reigns.at(-1);
  for (let at = reigns.length - 2; at >= 0; at--) {
    const before = reigns[at];
    if (!first || !before || before.value.id !== id || termRose(before, first)) break;
    first = before;
  }
  return first;
}

/** Times at which nobody could be asked leave a hole between spans. */
function spansOf(changes: readonly Change<LeaderSeen>[], oldestAt: number, now: number): LeaderSpan[] {
  return changes.flatMap((change, at) => {
    const toAt = changes[at + 1]?.at ?? now;
    if (change.value.state === 'unknown' || toAt < oldestAt) return [];
    const { state, ...leader } = change.value;
    return [{ fromAt: Math.max(oldestAt, change.at), toAt, ...(state === 'leader' ? leader : {}) }];
  });
}
