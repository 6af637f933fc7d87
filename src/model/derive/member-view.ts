import type { Scope } from '../evaluation.ts';
import type { Past } from '../past.ts';
import type { LevelsOf } from '../read-metric.ts';
import { startedAt } from '../restart.ts';
import type { MemberSample } from '../sample.ts';
import type { Alarm, MemberView, Role } from '../view.ts';
import { accessOf, answered, labelOf, unstarted } from './access.ts';
import { healthOf } from './health.ts';
import { readingsOf } from './readings.ts';
import { lastRestart } from './restarts.ts';
import { troubleOf } from './trouble.ts';
import { versionOf } from './versions.ts';
import { isLearner } from './voters.ts';

/** One row of the member table. */
export function memberViewOf(
  scope: Scope,
  past: Past,
  levelsOf: LevelsOf,
  alarms: readonly Alarm[],
  leaderId: string | undefined,
): MemberView {
  const { member, number, cluster } = scope;
  const own = alarms.filter(({ memberId }) => memberId === member.id);
  const readings = readingsOf(scope, levelsOf);
  const restart = lastRestart(past, member.id, number);
  const restartedSecondsAgo = restart && (cluster.at - restart.at) / 1000;
  const { health, level } = healthOf({ member, readings, alarms: own, restartedSecondsAgo });
  return {
    id: member.id,
    label: labelOf(member),
    role: roleOf(member, leaderId),
    health,
    level,
    access: accessOf(member),
    trouble: troubleOf(member, health),
    version: versionOf(member),
    ageSeconds: ageSeconds(scope, past),
    startedAt: member.metrics && startedAt(member.metrics.set),
    relayAgeSeconds: relayAgeSeconds(scope),
    readings,
    alarms: own,
    sample: member,
  };
}

function roleOf(member: MemberSample, leaderId: string | undefined): Role {
  if (unstarted(member)) return 'unstarted';
  if (isLearner(member)) return 'learner';
  if (member.id === leaderId) return 'leader';
  return answered(member) ? 'follower' : 'unknown';
}

function relayAgeSeconds({ member: { metrics }, cluster }: Scope): number | undefined {
  return metrics?.relay && Math.max(0, cluster.mono - metrics.mono) / 1000;
}

function ageSeconds({ member, cluster, number }: Scope, past: Past): number | undefined {
  if (answered(member)) return 0;
  const lastAnswer = past.member(member.id)?.access.at(number)?.previousAt;
  return lastAnswer === undefined ? undefined : Math.max(0, (cluster.at - lastAnswer) / 1000);
}
