import type { Facts } from '../derive/derive-view.ts';
import { reignsOf, turnsOf } from '../derive/leadership.ts';
import { lastRestart } from '../derive/restarts.ts';
import { evaluate } from '../evaluate-recipe.ts';
import { formatInteger } from '../format.ts';
import type { Recipe } from '../recipe.ts';
import { scopeAt } from '../scope.ts';
import { total } from '../series-index.ts';
import type { MemberView } from '../view.ts';
import { blindCluster, blindWithoutApi, needsHistory } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofCluster } from './finding-of.ts';

const minutes15 = 900;
/** etcd mixin etcdHighNumberOfLeaderChanges. */
const manyChanges = 4;
const family = 'etcd_server_leader_changes_seen_total';

/** How often the leader changed in a quarter of an hour, or in what the configuration gives instead. */
export const leaderChangesCheck: Check = {
  id: 'leader-changes',
  title: 'leader changes',
  reads: 'Status of the members; leaderChanges',
  levels: { warning: manyChanges },
  clearSeconds: 10,
  evaluate: (facts, context) => {
    const { warning = Infinity, critical = Infinity, criticalWithinSeconds = minutes15 } = boundsOf(context);
    const recent = changesIn(criticalWithinSeconds, facts, context);
    const said =
      recent >= critical
        ? { severity: 'critical' as const, value: recent, threshold: critical, seconds: criticalWithinSeconds }
        : {
            severity: 'warning' as const,
            value: changesIn(minutes15, facts, context),
            threshold: warning,
            seconds: minutes15,
          };
    const { seconds, ...numbers } = said;
    if (numbers.value < numbers.threshold) return [];
    return [
      ofCluster('leader-changes', {
        ...numbers,
        unit: 'count',
        text: `${formatInteger(numbers.value)} leader changes in ${seconds / 60} min`,
        remedy: "Look at the leader's disk and CPU and at the peer network: heartbeats come late.",
        source: 'etcd mixin etcdHighNumberOfLeaderChanges (4 in 15 min)',
      }),
    ];
  },
  blind: (facts, context) => {
    const silent = blindWithoutApi('leader-changes')(facts);
    if (silent.length > 0) return silent;
    const { history, number } = context;
    const { warning = Infinity, critical = Infinity } = boundsOf(context);
    const from = history.at(history.comparableFrom(number))?.mono;
    const seen = from === undefined ? 0 : ((history.at(number)?.mono ?? from) - from) / 1000;
    if (seen >= minutes15 || facts.members.some((member) => neverSoMany(member, Math.min(warning, critical))))
      return [];
    return [blindCluster('leader-changes', needsHistory(minutes15 - seen))];
  },
};

const boundsOf = ({ bounds, levelsOf }: CheckContext): CheckContext['bounds'] => ({
  ...bounds,
  ...levelsOf('leaderChanges'),
});

/** A member that has run for longer and counted less in all its life needs no history. */
const neverSoMany = ({ sample, readings }: MemberView, bound: number): boolean =>
  (readings.uptimeSeconds.value ?? 0) >= minutes15 &&
  (sample.metrics === undefined ? Infinity : (total(sample.metrics.set, family) ?? Infinity)) < bound;

/** What we saw, or what a member counted where that is more; a member that restarted counts its own start as a change. */
function changesIn(seconds: number, facts: Facts, context: CheckContext): number {
  const { past, number, history } = context;
  const from = facts.at - seconds * 1000;
  const seen = turnsOf(reignsOf(past.leader.upTo(number))).filter(({ to }) => to.at > from).length;
  const sample = history.at(number);
  const recipe: Recipe = { kind: 'increase', family, window: { exactly: seconds } };
  const counted = facts.members
    .filter(({ id }) => (lastRestart(past, id, number)?.at ?? Number.NEGATIVE_INFINITY) <= from)
    .map((member) =>
      sample ? (evaluate(recipe, scopeAt(history, number, sample, member.sample, seconds)).value ?? 0) : 0,
    );
  return Math.max(seen, ...counted.map(Math.round));
}
