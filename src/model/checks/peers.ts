import type { Facts } from '../derive/derive-view.ts';
import { lastRestart } from '../derive/restarts.ts';
import { evaluate } from '../evaluate-recipe.ts';
import { formatPerSecond } from '../format.ts';
import { seriesOf } from '../metric-set.ts';
import type { Recipe } from '../recipe.ts';
import { scopeAt } from '../scope.ts';
import { total } from '../series-index.ts';
import type { MemberView } from '../view.ts';
import { blindMembers, noMetrics } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofMember, type Said } from './finding-of.ts';
import { passedBound } from './passed-bound.ts';

const windowSeconds = 60;
/** etcd mixin etcdMembersDown: sends that fail more often than this. */
const failuresPerSecond = 0.01;
/** One lost message is no broken link. */
const leastFailures = 3;
/** A peer that was away leaves failed sends behind it for the length of the window. */
const awaySeconds = 90;

/** Connections between members as each of them reports its own, and snapshots on their way. */
export const peerChecks: readonly Check[] = [
  {
    id: 'peer-disconnected',
    title: 'peer disconnected',
    reads: 'etcd_network_active_peers and etcd_network_peer_sent_failures_total of each member, for the members listed',
    levels: { warning: failuresPerSecond },
    forSeconds: 5,
    clearSeconds: 10,
    evaluate: (facts, context) =>
      facts.members.flatMap((member) => {
        const said = broken(member, facts) ?? failing(member, facts, context);
        return said ? [ofMember('peer-disconnected', member, said)] : [];
      }),
    blind: (facts) =>
      facts.members.length < 2
        ? []
        : blindMembers(facts, 'peer-disconnected', ({ sample }) => (sample.metrics ? undefined : noMetrics)),
    unknown: (facts, subject) => facts.members.some(({ id, sample }) => id === subject && !sample.metrics),
  },
  {
    id: 'snapshot-in-flight',
    title: 'snapshot in flight',
    reads:
      'snapshotsInFlight, etcd_network_snapshot_receive_inflights_total, etcd_server_snapshot_apply_in_progress_total',
    evaluate: (facts) =>
      facts.members.flatMap((member) => {
        const text = snapshotText(member);
        if (text === undefined) return [];
        return [
          ofMember('snapshot-in-flight', member, {
            severity: 'info',
            text,
            remedy:
              'Nothing while it ends within minutes; if it repeats, the member falls behind faster than it catches up.',
            source: 'etcd sends its whole database to a member that is too far behind',
          }),
        ];
      }),
    blind: (facts) =>
      blindMembers(facts, 'snapshot-in-flight', ({ sample }) => (sample.metrics ? undefined : noMetrics)),
  },
];

const peerRemedy =
  'Look at the network between the two on the peer port, both ways, and at their peer certificates; then at the log of both.';

/** Peers in the member list whose connection the member reports as down; one that was removed keeps its series until a restart. */
function broken(member: MemberView, { members }: Facts): Said | undefined {
  if (!member.sample.metrics) return undefined;
  const down = seriesOf(member.sample.metrics.set, 'etcd_network_active_peers').flatMap(({ labels, value }) => {
    const peer = members.find(({ id, role }) => id === labels.Remote && role !== 'unstarted');
    return value === 0 && peer ? [peer] : [];
  });
  if (down.length === 0) return undefined;
  const alive = down.filter(({ access }) => access !== 'down');
  return {
    severity: alive.length > 0 ? 'warning' : 'info',
    value: down.length,
    unit: 'count',
    text: `no connection to ${named(down)}${alive.length > 0 ? '' : ', which cannot be reached from here either'}`,
    remedy: peerRemedy,
    source: 'etcd_network_active_peers',
  };
}

/** Peers that are well for themselves while sends to them fail. */
function failing(member: MemberView, facts: Facts, context: CheckContext): Said | undefined {
  const sample = context.history.at(context.number);
  if (!sample || !member.sample.metrics) return undefined;
  const scope = scopeAt(context.history, context.number, sample, member.sample, windowSeconds);
  const { warning = failuresPerSecond, critical = warning } = context.bounds;
  const bound = Math.min(warning, critical);
  let worst = 0;
  const peers = facts.members.filter((peer) => {
    if (peer.id === member.id || peer.access === 'down' || wasAway(peer.id, context, sample.mono)) return false;
    const { value = 0, events = 0 } = evaluate(sendsTo(peer.id), scope);
    if (value <= bound || events < leastFailures) return false;
    worst = Math.max(worst, value);
    return true;
  });
  if (peers.length === 0 || wasAway(member.id, context, sample.mono)) return undefined;
  return {
    ...(passedBound(worst, context.bounds) ?? { severity: 'warning', threshold: bound }),
    value: worst,
    unit: 'perSecond',
    text: `sends to ${named(peers)} fail, ${formatPerSecond(worst)}`,
    remedy: peerRemedy,
    source: 'etcd mixin etcdMembersDown (0.01/s)',
  };
}

function wasAway(id: string, { past, number, history }: CheckContext, mono: number): boolean {
  const from = mono - awaySeconds * 1000;
  const restart = lastRestart(past, id, number);
  if (restart && (history.at(restart.number)?.mono ?? 0) >= from) return true;
  const changes = past.member(id)?.access.upTo(number) ?? [];
  for (let at = changes.length - 1; at >= 0; at--) {
    const change = changes[at];
    if (change?.value === 'down') return true;
    if (change && change.mono <= from) break;
  }
  return false;
}

const recipes = new Map<string, Recipe>();

function sendsTo(id: string): Recipe {
  let recipe = recipes.get(id);
  if (!recipe) {
    if (recipes.size > 256) recipes.clear();
    const family = 'etcd_network_peer_sent_failures_total';
    recipe = { kind: 'rate', family, where: { To: id }, window: { exactly: windowSeconds } };
    recipes.set(id, recipe);
  }
  return recipe;
}

function snapshotText({ sample, readings }: MemberView): string | undefined {
  if ((readings.snapshotsInFlight.value ?? 0) > 0) return 'sends a snapshot to a member that is too far behind';
  const set = sample.metrics?.set;
  if (set && (total(set, 'etcd_server_snapshot_apply_in_progress_total') ?? 0) > 0) return 'installs a snapshot';
  if (set && (total(set, 'etcd_network_snapshot_receive_inflights_total') ?? 0) > 0) return 'receives a snapshot';
  return undefined;
}

const named = (members: readonly MemberView[]): string => members.map(({ label }) => label).join(', ');
