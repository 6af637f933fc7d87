import { evaluate } from '../evaluate-recipe.ts';
import { type Scope, unknown } from '../evaluation.ts';
import { type LevelsOf, levelled } from '../read-metric.ts';
import type { Reading } from '../reading.ts';
import { minutes, type Recipe } from '../recipe.ts';

/** p99 RTT from the member in scope to each other member, as its own prober sees it. */
export function rttFrom(scope: Scope, levelsOf: LevelsOf): Readonly<Record<string, Reading>> {
  const row: Record<string, Reading> = {};
  // One link has fewer observations than all links of a member: two slow ones are shown here, what comes of it is for the member's number.
  const levels = { ...levelsOf('peerRttP99'), least: undefined };
  for (const { id } of scope.cluster.members) {
    if (id === scope.member.id) continue;
    const away = scope.away(window).includes(id);
    row[id] = levelled(away ? unknown('no-observations') : evaluate(recipeTo(id), scope), levels);
  }
  return row;
}

const window = { atLeast: minutes(5) };
const recipes = new Map<string, Recipe>();

function recipeTo(id: string): Recipe {
  let recipe = recipes.get(id);
  if (!recipe) {
    if (recipes.size > 256) recipes.clear();
    recipe = {
      kind: 'quantile',
      q: 0.99,
      family: 'etcd_network_peer_round_trip_time_seconds',
      where: { To: id },
      window,
    };
    recipes.set(id, recipe);
  }
  return recipe;
}
