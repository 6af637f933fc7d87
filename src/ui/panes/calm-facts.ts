import { formatRatio } from '../../model/format.ts';
import { growthReach } from '../../model/growth.ts';
import { fragmentationFloorBytes, type MetricId, metricIds, registry } from '../../model/registry.ts';
import type { ClusterView, MemberView } from '../../model/view.ts';
import { duration, figure } from '../widgets/figure.ts';
import { unknownWords } from '../widgets/unknown.ts';

/** What is well and worth knowing before a maintenance: quota, fragmentation, growth; of the member that is closest to trouble. */
export function calmFacts(view: ClusterView): string[] {
  return [quotaFact(view), fragmentationFact(view), growthFact(view)].filter((fact) => fact !== undefined);
}

/** What nobody could check: metrics with bounds that members lack, per reason one line; names are foreign text. */
export function unmeasured(view: ClusterView): string[] {
  const groups = new Map<string, { titles: Set<string>; members: Set<string> }>();
  const left = longestWait(view);
  for (const member of view.members)
    for (const id of metricIds) {
      const reading = member.readings[id];
      const why = reading?.unknown;
      if (registry[id].check === undefined || reading?.value !== undefined || why === undefined) continue;
      // A member on its own has nobody to measure a round trip to.
      if (id === 'peerRttP99' && view.members.length < 2) continue;
      // A disk that wrote nothing has no latency; that is an answer.
      if (why.reason === 'no-observations' || why.reason === 'down') continue;
      // What etcd shows only when told to is no loss worth a line on every screen; the report says it.
      if (why.reason === 'not-exposed' && registry[id].needs !== undefined) continue;
      const words = why.reason === 'collecting' ? left : (unknownWords(why) ?? 'unknown');
      const key = `${member.id} ${words}`;
      const group = groups.get(key) ?? { titles: new Set(), members: new Set() };
      group.titles.add(registry[id].title);
      group.members.add(member.label);
      groups.set(key, group);
    }
  return [...mergeMembers(groups)].map(([what, names]) => `not measured on ${names.join(', ')}: ${what}`);
}

/** One time for all that needs more history: when nothing does any more. */
function longestWait({ members }: ClusterView): string {
  const waits = members.flatMap(({ readings }) =>
    metricIds.flatMap((id) => {
      const why = readings[id]?.unknown;
      return registry[id].check !== undefined && why?.reason === 'collecting' ? why.secondsLeft : [];
    }),
  );
  const [least, most] = [Math.min(...waits), Math.max(0, ...waits)].map(Math.ceil);
  return `needs ${least === most ? '' : 'up to '}${duration(most)} more`;
}

function mergeMembers(
  groups: ReadonlyMap<string, { titles: Set<string>; members: Set<string> }>,
): Map<string, string[]> {
  const merged = new Map<string, string[]>();
  for (const [key, { titles, members }] of groups) {
    const what = `${[...titles].join(', ')} (${key.slice(key.indexOf(' ') + 1)})`;
    merged.set(what, [...(merged.get(what) ?? []), ...members]);
  }
  return merged;
}

function quotaFact({ members }: ClusterView): string | undefined {
  const member = extreme(members, 'quotaUsedRatio', Math.max);
  const used = member?.readings.quotaUsedRatio.value;
  if (member === undefined || used === undefined) return undefined;
  const of = figure(member.readings.quotaBytes?.value, 'bytes');
  const word = member.readings.quotaUsedRatio.level === 'ok' ? ': ok' : '';
  return `quota ${formatRatio(used)} of ${of} used${word}`;
}

function fragmentationFact({ members }: ClusterView): string | undefined {
  const member = extreme(members, 'dbInUseRatio', Math.min);
  const share = member?.readings.dbInUseRatio.value;
  const inUse = member?.readings.dbInUseBytes?.value;
  if (member === undefined || share === undefined || inUse === undefined) return undefined;
  const text = `db in use ${formatRatio(share)} of ${figure(member.readings.dbSizeBytes?.value, 'bytes')}`;
  const needed = share < 0.5 && inUse > fragmentationFloorBytes;
  return needed ? undefined : `${text}: defrag not needed (rule: < 50% and in use > 100 MiB)`;
}

/** Never further ahead than the forecast reaches, and over how long it was seen. */
function growthFact({ members }: ClusterView): string | undefined {
  const member = extreme(members, 'secondsToQuota', Math.min) ?? extreme(members, 'dbGrowthBytesPerSecond', Math.max);
  if (member === undefined) return growthWait(members);
  const { value: growth = 0, windowSeconds = 0 } = member.readings.dbGrowthBytesPerSecond;
  const pace = `growth ${growth >= 0 ? '+' : ''}${figure(growth * 3600, 'bytes')}/h over ${duration(windowSeconds)}`;
  const left = member.readings.secondsToQuota?.value;
  if (left !== undefined) return `${pace} -> full in about ${duration(left)}`;
  const [size, quota] = [member.readings.dbSizeBytes?.value, member.readings.quotaBytes?.value];
  if (size === undefined || quota === undefined || growth <= 0) return pace;
  const reach = growthReach * windowSeconds;
  if ((quota - size) / growth < reach) return `${pace}, too uneven to say when it is full`;
  return `${pace} -> not full within ${duration(reach)}`;
}

function growthWait(members: readonly MemberView[]): string | undefined {
  const waits = members.flatMap(({ readings }) => {
    const why = readings.dbGrowthBytesPerSecond?.unknown;
    return why?.reason === 'collecting' ? why.secondsLeft : [];
  });
  return waits.length === 0 ? undefined : `growth not known yet: needs ${duration(Math.ceil(Math.min(...waits)))} more`;
}

/** The member whose known value is the extreme one. */
function extreme(
  members: readonly MemberView[],
  metric: MetricId,
  pick: (...values: number[]) => number,
): MemberView | undefined {
  const numberOf = (member: MemberView) => member.readings[metric]?.value;
  const known = members.filter((member) => Number.isFinite(numberOf(member)));
  const wanted = pick(...known.map((member) => numberOf(member) ?? 0));
  return known.find((member) => numberOf(member) === wanted);
}
