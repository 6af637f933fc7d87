import type { ClusterSample } from '../sample.ts';
import type { Alarm } from '../view.ts';
import { labelOf } from './access.ts';
import { byName } from './member-order.ts';

const alarm = /memberID:(\d{1,20})\s+alarm:([A-Z_]+)/g;

/** An entry of Status.errors for people: "alarm NOSPACE of cp-2" instead of a decimal id that stands nowhere else. Foreign text. */
export function alarmWords(error: string, members: readonly { readonly id: string; readonly label: string }[]): string {
  return error.trim().replace(alarm, (_, decimal: string, name: string) => {
    const memberId = BigInt(decimal).toString(16);
    return `alarm ${name} of ${members.find(({ id }) => id === memberId)?.label ?? memberId}`;
  });
}

/**
 * Alarms in force, from Status.errors ("memberID:<decimal> alarm:NOSPACE "): every member repeats those of all, so each is listed once. One of
 * a member that was removed stays in force and is listed by its id. By name, whoever answers first or repeats them in which order.
 */
export function alarmsOf(sample: ClusterSample): Alarm[] {
  const found = new Map<string, Alarm>();
  for (const { status } of sample.members) {
    for (const error of status?.errors ?? []) {
      for (const [, decimal, name] of error.matchAll(alarm)) {
        if (decimal === undefined || name === 'NONE') continue;
        const memberId = BigInt(decimal).toString(16);
        const type = name === 'NOSPACE' || name === 'CORRUPT' ? name : 'UNKNOWN';
        const member = sample.members.find(({ id }) => id === memberId) ?? { id: memberId, name: '' };
        found.set(`${memberId} ${type}`, { memberId, memberName: labelOf(member), type });
      }
    }
  }
  return [...found.values()].sort((a, b) => byName(a.memberName, b.memberName));
}
