import { type Evaluation, found, type Scope, unknown } from './evaluation.ts';
import type { Recipe } from './recipe.ts';
import type { ClusterSample, MemberSample } from './sample.ts';

type Field = Extract<Recipe, { kind: 'behind' }>['field'];

/**
 * Entries that the furthest member has and this one has not. The members' Status is read a moment apart, so what the cluster wrote in
 * that moment counts as no lag.
 */
export function evaluateBehind(field: Field, { member, cluster, history, number }: Scope): Evaluation {
  if (!member.status) return unknown('down');
  const furthest = furthestOf(cluster, field);
  if (!furthest?.status) return found(0);
  const lag = Number(furthest.status[field] - member.status[field]);
  const apart = member.status.rttSeconds + furthest.status.rttSeconds;
  return found(lag <= Math.ceil(perSecond(field, furthest, cluster, history, number) * apart) ? 0 : lag);
}

function furthestOf(cluster: ClusterSample, field: Field): MemberSample | undefined {
  let furthest: MemberSample | undefined;
  for (const member of cluster.members) {
    if (member.status && (!furthest?.status || member.status[field] > furthest.status[field])) furthest = member;
  }
  return furthest;
}

function perSecond(
  field: Field,
  furthest: MemberSample,
  cluster: ClusterSample,
  history: Scope['history'],
  number: number,
): number {
  const before = number > history.comparableFrom(number) ? history.at(number - 1) : undefined;
  const old = before && furthestOf(before, field);
  if (!before || !old?.status || !furthest.status) return 0;
  const seconds = (cluster.mono - before.mono) / 1000;
  return Math.max(0, Number(furthest.status[field] - old.status[field])) / seconds;
}
