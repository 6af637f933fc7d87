import { formatBytes, formatDuration } from '../format.ts';
import { forecastOf, growthOf } from '../growth.ts';
import { blindMembers, needsHistory } from './blind.ts';
import type { Check } from './check.ts';
import { ofMember } from './finding-of.ts';

const hour = 3600;
/** Below this share of the quota growth is never critical: a young cluster fills fast and then stops. */
const criticalFrom = 0.5;

/** When the database is full if it goes on growing as it did. */
export const growthCheck: Check = {
  id: 'growth-forecast',
  title: 'growth forecast',
  reads: 'dbSizeBytes over ten minutes to four hours, quotaBytes; bounds in seconds until full',
  levels: { warning: 24 * hour, critical: hour, below: true },
  forSeconds: 60,
  clearSeconds: 60,
  evaluate: (facts, context) =>
    facts.members.flatMap((member) => {
      const [size, quota] = [member.readings.dbSizeBytes.value, member.readings.quotaBytes.value];
      if (size === undefined || quota === undefined || quota <= 0) return [];
      const growth = growthOf(context.history, context.number, member.id);
      const forecast = forecastOf(growth, size, quota);
      if (!forecast) return [];
      const { seconds, soonest, latest } = forecast;
      const bounds = { ...context.bounds, ...context.levelsOf('secondsToQuota') };
      const { warning = 0, critical = 0 } = bounds;
      const level = seconds < critical && size / quota >= criticalFrom ? 'critical' : 'warning';
      if (seconds >= Math.max(warning, critical)) return [];
      const threshold = bounds[level];
      return [
        ofMember('growth-forecast', member, {
          severity: level,
          value: seconds,
          threshold,
          unit: 'seconds',
          text: `database full in ${formatDuration(seconds)} (${formatDuration(soonest)} to ${formatDuration(latest)}) at ${formatBytes((growth.perSecond ?? 0) * 60)}/min; quota ${formatBytes(quota)}`,
          remedy: 'Find what writes; see that compaction runs, compact, then defragment member by member.',
          source: 'etcd mixin etcdExcessiveDatabaseGrowth (four hours ahead)',
        }),
      ];
    }),
  blind: (facts, context) =>
    blindMembers(facts, 'growth-forecast', (member) => {
      const { value, unknown } = member.readings.quotaBytes;
      if (value === undefined) return unknown?.reason === 'not-exposed' ? 'it tells no quota' : 'its quota is unknown';
      const { secondsLeft } = growthOf(context.history, context.number, member.id);
      return secondsLeft > 0 ? needsHistory(secondsLeft) : undefined;
    }),
  unknown: (facts, subject) => facts.members.some(({ id, access }) => id === subject && access === 'down'),
};
