import type { Facts } from '../derive/derive-view.ts';
import type { Finding } from '../finding.ts';
import { formatBytes, formatRatio } from '../format.ts';
import { fragmentationFloorBytes } from '../registry.ts';
import type { Alarm } from '../view.ts';
import { blindReadings, blindWithoutApi } from './blind.ts';
import type { Check } from './check.ts';
import { ofCluster, ofMember, type Said } from './finding-of.ts';
import { passedBound } from './passed-bound.ts';

/** etcd mixin etcdDatabaseHighFragmentationRatio. */
const leastInUse = 0.5;

/** Alarms, and space that a defragmentation would return. */
export const databaseChecks: readonly Check[] = [
  {
    id: 'alarm-nospace',
    title: 'alarm NOSPACE',
    reads: 'Status.errors',
    evaluate: (facts) =>
      ofAlarms(facts, 'alarm-nospace', 'NOSPACE', (raisedBy) => ({
        severity: 'critical',
        text: `alarm NOSPACE raised by ${raisedBy}: no writes; reads and deletes still work`,
        remedy: 'Compact, defragment member by member, then disarm the alarm; find what filled the database.',
        source: 'etcd maintenance guide: space quota',
      })),
    blind: blindWithoutApi('alarm-nospace'),
    cleared: () => 'alarm NOSPACE is disarmed',
  },
  {
    id: 'alarm-corrupt',
    title: 'alarm CORRUPT',
    reads: 'Status.errors',
    evaluate: (facts) =>
      ofAlarms(facts, 'alarm-corrupt', 'CORRUPT', (raisedBy) => ({
        severity: 'critical',
        text: `alarm CORRUPT raised by ${raisedBy}: no writes; members disagree on data`,
        remedy: 'Compare HashKV of all members, replace the one that differs, then disarm the alarm.',
        source: 'etcd data corruption guide',
      })),
    blind: blindWithoutApi('alarm-corrupt'),
    cleared: () => 'alarm CORRUPT is disarmed',
  },
  {
    id: 'fragmentation',
    title: 'fragmentation',
    reads: 'dbInUseRatio, dbInUseBytes, dbSizeBytes',
    levels: { warning: leastInUse, below: true },
    forSeconds: 60,
    clearSeconds: 10,
    evaluate: (facts, { bounds, levelsOf }) =>
      facts.members.flatMap((member) => {
        const { dbInUseRatio, dbInUseBytes, dbSizeBytes } = member.readings;
        const [share, used, size] = [dbInUseRatio.value, dbInUseBytes.value, dbSizeBytes.value];
        if (share === undefined || used === undefined || size === undefined) return [];
        const passed = passedBound(share, { ...bounds, ...levelsOf('dbInUseRatio') });
        if (!passed || used <= fragmentationFloorBytes) return [];
        return [
          ofMember('fragmentation', member, {
            ...passed,
            value: share,
            unit: 'ratio',
            text: `only ${formatRatio(share)} of ${formatBytes(size)} in use < ${formatRatio(passed.threshold)}: a defragmentation returns ${formatBytes(size - used)}`,
            remedy: 'Defragment member by member, the leader last, in a quiet hour.',
            source: 'etcd mixin etcdDatabaseHighFragmentationRatio',
          }),
        ];
      }),
    blind: (facts) => blindReadings(facts, 'fragmentation', 'dbInUseRatio'),
    unknown: (facts, subject) =>
      facts.members.some(({ id, readings }) => id === subject && readings.dbInUseRatio.value === undefined),
  },
];

/** One finding for the cluster, because every member then refuses writes, whoever raised it. */
function ofAlarms(
  facts: Facts,
  check: Finding['check'],
  type: Alarm['type'],
  said: (raisedBy: string) => Said,
): Finding[] {
  const raised = facts.alarms.filter((alarm) => alarm.type === type);
  return raised.length === 0 ? [] : [ofCluster(check, said(raised.map(({ memberName }) => memberName).join(', ')))];
}
