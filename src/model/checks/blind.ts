import type { CheckId } from '../check-id.ts';
import type { Facts } from '../derive/derive-view.ts';
import type { Blind } from '../finding.ts';
import { formatDuration } from '../format.ts';
import type { Unknown } from '../reading.ts';
import { type MetricId, registry } from '../registry.ts';
import type { MemberView } from '../view.ts';

/** A reason in words, or one that time alone removes. */
type Why = string | Pick<Blind, 'text' | 'secondsLeft'>;

/** Members that a check cannot look at: `why` gives the reason, or undefined for a member it can. */
export function blindMembers(
  facts: Facts,
  check: CheckId,
  why: (member: MemberView) => Why | undefined,
): readonly Blind[] {
  return facts.members.flatMap((member) => {
    if (member.role === 'unstarted') return [];
    const said = member.access === 'down' ? 'the member cannot be reached' : why(member);
    if (said === undefined) return [];
    return [{ check, subject: member.id, subjectName: member.label, ...inWords(said) }];
  });
}

/** As blindMembers, for a check that reads registry metrics. */
export function blindReadings(facts: Facts, check: CheckId, ...metrics: readonly MetricId[]): readonly Blind[] {
  return blindMembers(facts, check, (member) => {
    for (const metric of metrics) {
      const { value, unknown } = member.readings[metric];
      if (value === undefined && unknown) return whyUnknown(metric, unknown);
    }
    return undefined;
  });
}

/** A check that cannot look at the cluster. */
export const blindCluster = (check: CheckId, why: Why): Blind => ({
  check,
  subject: 'cluster',
  subjectName: 'cluster',
  ...inWords(why),
});

/** A check of what the API alone tells: blind where nobody answers it. */
export const blindWithoutApi =
  (check: CheckId) =>
  ({ members }: Facts): readonly Blind[] =>
    members.some(({ access }) => access === 'full' || access === 'api-only') ? [] : [blindCluster(check, noApi)];

/** "needs 4m12s more of history". */
export function needsHistory(seconds: number): Exclude<Why, string> {
  const secondsLeft = Math.max(1, Math.ceil(seconds));
  return { text: `needs ${formatDuration(secondsLeft)} more of history`, secondsLeft };
}

/** Why a check of the API's answers could not look. */
export const noApi = 'no member answers the API';
export const noMetrics = 'its metrics cannot be read';

const inWords = (why: Why): Exclude<Why, string> => (typeof why === 'string' ? { text: why } : why);

function whyUnknown(metric: MetricId, unknown: Unknown): Why {
  const { needs, sinceVersion } = registry[metric];
  switch (unknown.reason) {
    case 'down':
      return 'the member cannot be reached';
    case 'no-metrics':
      return noMetrics;
    case 'not-exposed':
      if (needs) return `exposed only with ${needs}`;
      return `not exposed by this version${sinceVersion ? ` (since ${sinceVersion})` : ''}`;
    case 'collecting':
      return needsHistory(unknown.secondsLeft);
    case 'no-observations':
      return 'nothing happened to measure';
    case 'not-asked':
      return 'not asked yet';
  }
}
