import { formatSeconds } from '../format.ts';
import type { ClockSample } from '../sample.ts';
import { memberAt } from '../stretch.ts';
import type { MemberView } from '../view.ts';
import { blindMembers, noMetrics } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofMember } from './finding-of.ts';

/** Samples whose bounds are laid over each other: the second of the Date header then tells fractions of one. */
const samples = 30;

/** Where a clock may be against the one here, in seconds. */
type Bound = { readonly low: number; readonly high: number };

/** Clocks of members that are surely apart. */
export const clockChecks: readonly Check[] = [
  {
    id: 'clock-skew',
    title: 'clock skew',
    reads: 'Date header of /metrics of each member; bounds in seconds',
    shows: ({ sample: { metrics } }) =>
      metrics?.clock &&
      `${formatSeconds(metrics.clock.offsetSeconds)} from ours, give or take ${formatSeconds(metrics.clock.errorSeconds)}`,
    levels: { warning: 1 },
    forSeconds: 10,
    clearSeconds: 30,
    evaluate: (facts, context) => {
      const clocks = facts.members.flatMap((member) => {
        const bound = boundOf(member, context);
        return bound ? [{ member, bound }] : [];
      });
      return clocks.flatMap(({ member, bound }) => {
        const others = clocks.filter((other) => other.member !== member).map((other) => other.bound);
        const apart = apartFromMost(bound, others);
        const level = apart > (context.bounds.critical ?? Infinity) ? 'critical' : 'warning';
        if (apart <= (context.bounds[level] ?? Infinity)) return [];
        const middle = median(others.map(({ low, high }) => (low + high) / 2));
        const offset = (bound.low + bound.high) / 2 - middle;
        return [
          ofMember('clock-skew', member, {
            severity: level,
            value: Math.abs(offset),
            threshold: context.bounds[level],
            unit: 'seconds',
            text: `clock is ${formatSeconds(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'} the others, ${formatSeconds(apart)} at least`,
            remedy: 'Look at chrony or ntpd on its host; leases and certificates go by the clock, raft does not.',
            source: 'etcd warns of peers whose clock is more than 1 s off',
          }),
        ];
      });
    },
    blind: (facts, context) =>
      facts.members.length < 2
        ? []
        : blindMembers(facts, 'clock-skew', (member) => {
            if (!member.sample.metrics) return noMetrics;
            const bound = boundOf(member, context);
            if (!bound) return 'its answers carry no date';
            const error = (bound.high - bound.low) / 2;
            return error > (context.bounds.warning ?? 1) ? `known only to ${formatSeconds(error)}` : undefined;
          }),
    unknown: (facts, subject) => facts.members.some(({ id, sample }) => id === subject && !sample.metrics?.clock),
  },
];

/** Where the member's clock can be, by all that its last answers allow; a clock that was set leaves only what came after. */
function boundOf({ id, sample }: MemberView, { history, number }: CheckContext): Bound | undefined {
  if (!sample.metrics?.clock) return undefined;
  let bound = boundOfOne(sample.metrics.clock);
  for (let at = number - 1; at >= Math.max(history.comparableFrom(number), number - samples); at--) {
    const clock = memberAt(history, at, id)?.metrics?.clock;
    if (!clock) continue;
    const one = boundOfOne(clock);
    const both = { low: Math.max(bound.low, one.low), high: Math.min(bound.high, one.high) };
    if (both.low > both.high) break;
    bound = both;
  }
  return bound;
}

const boundOfOne = ({ offsetSeconds, errorSeconds }: ClockSample): Bound => ({
  low: offsetSeconds - errorSeconds,
  high: offsetSeconds + errorSeconds,
});

/** By how much a clock is surely apart from most of the others; of two that differ neither is called wrong alone, so both are. */
function apartFromMost(bound: Bound, others: readonly Bound[]): number {
  if (others.length === 0) return 0;
  const gaps = others.map((other) => Math.max(0, bound.low - other.high, other.low - bound.high));
  return gaps.sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
