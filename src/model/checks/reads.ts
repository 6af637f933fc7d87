import { isLearner } from '../derive/voters.ts';
import { formatSeconds } from '../format.ts';
import type { MemberView } from '../view.ts';
import { blindReadings } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofMember, type Said } from './finding-of.ts';

/** What a client feels: a read through the leader, by each member. */
export const readChecks: readonly Check[] = [
  {
    id: 'linearizable-read',
    title: 'linearizable read',
    reads: 'linearizableReadSeconds',
    metric: 'linearizableReadSeconds',
    clearSeconds: 10,
    evaluate: (facts, context) =>
      facts.members.flatMap((member) => {
        const said = failed(member) ?? slow(member, context);
        return said ? [ofMember('linearizable-read', member, said)] : [];
      }),
    blind: (facts) =>
      blindReadings(facts, 'linearizable-read', 'linearizableReadSeconds').filter(
        ({ subject }) => !facts.members.some((member) => member.id === subject && failed(member)),
      ),
    // Of a member that went down nobody knows that its reads are well again.
    unknown: (facts, subject) =>
      facts.members.some(({ id, access, sample }) => id === subject && (access === 'down' || !sample.linearizable)),
  },
];

/** A learner refuses such reads, and one that asks for rights has answered; a member that is down is told elsewhere. */
function failed(member: MemberView): Said | undefined {
  const error = member.sample.linearizable?.error;
  if (!error || error.kind === 'auth' || member.access === 'down' || isLearner(member.sample)) return undefined;
  return {
    severity: 'critical',
    text: `linearizable read failed: ${error.text}`,
    remedy: 'Look at quorum and leader: this member cannot confirm a read, so clients of it wait or fail.',
    source: 'what clients ask: a read that the leader confirms',
  };
}

function slow(member: MemberView, { levelsOf }: CheckContext): Said | undefined {
  const { value, level } = member.readings.linearizableReadSeconds;
  if (value === undefined || (level !== 'warning' && level !== 'critical')) return undefined;
  const threshold = levelsOf('linearizableReadSeconds')?.[level];
  return {
    severity: level,
    value,
    threshold,
    unit: 'seconds',
    text: `linearizable read took ${formatSeconds(value)} > ${formatSeconds(threshold ?? 0)}`,
    remedy: "Look at the leader's disk and load and at this member's link to it.",
    source: 'what clients ask: a read that the leader confirms',
  };
}
