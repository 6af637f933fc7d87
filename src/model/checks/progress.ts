import type { Facts } from '../derive/derive-view.ts';
import { isLearner } from '../derive/voters.ts';
import { formatCount, formatDuration } from '../format.ts';
import { memberAt } from '../stretch.ts';
import type { MemberView } from '../view.ts';
import { blindMembers, blindReadings, blindWithoutApi, needsHistory } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofMember } from './finding-of.ts';
import { passedBound } from './passed-bound.ts';

/** K3s and RKE2 evict a learner that makes no progress for so long. */
const stuckSeconds = 300;
/** A learner within this many entries of the furthest member has caught up. */
const caughtUpEntries = 100;

/** Who is behind, and whether learners advance. */
export const progressChecks: readonly Check[] = [
  {
    id: 'follower-lag',
    title: 'follower lag',
    reads: 'raftIndexLag',
    metric: 'raftIndexLag',
    forSeconds: 5,
    clearSeconds: 10,
    evaluate: (facts, { levelsOf }) =>
      facts.members.flatMap((member) => {
        const { value, level } = member.readings.raftIndexLag;
        if (member.role === 'learner' || value === undefined || (level !== 'warning' && level !== 'critical'))
          return [];
        const threshold = levelsOf('raftIndexLag')?.[level];
        return [
          ofMember('follower-lag', member, {
            severity: level,
            value,
            threshold,
            unit: 'entries',
            text: `${formatCount(value)} entries behind the furthest member > ${formatCount(threshold ?? 0)}`,
            remedy: "Look at this member's disk and CPU and at its link to the leader.",
            source: 'etcd snapshots a follower that falls behind by more than the entries it keeps (5000 by default)',
          }),
        ];
      }),
    blind: (facts) => blindReadings(facts, 'follower-lag', 'raftIndexLag'),
    unknown: (facts, subject) =>
      facts.members.some(({ id, readings }) => id === subject && readings.raftIndexLag.value === undefined),
    cleared: ({ max }, seconds) =>
      `caught up after ${formatDuration(seconds)}${max === undefined ? '' : ` (was ${formatCount(max)} entries behind)`}`,
  },
  {
    id: 'revision-lag',
    title: 'revision lag',
    reads: 'revisionLag, appliedIndex in the Status of each member',
    forSeconds: 5,
    clearSeconds: 10,
    evaluate: (facts, { levelsOf }) =>
      facts.members.flatMap((member) => {
        const { value, level } = member.readings.revisionLag;
        if (member.role === 'learner' || value === undefined || (level !== 'warning' && level !== 'critical'))
          return [];
        const threshold = levelsOf('revisionLag')?.[level] ?? 0;
        const differs = entriesBehind(member, facts) < value / 10;
        return [
          ofMember('revision-lag', member, {
            severity: differs ? 'critical' : level,
            value,
            threshold,
            unit: 'entries',
            text: differs
              ? `${formatCount(value)} revisions behind although it has applied the same log: its data differs`
              : `${formatCount(value)} revisions behind the furthest member > ${formatCount(threshold)}`,
            remedy: differs
              ? 'Compare the data of all members (etcdoc diagnose hashkv) and replace the one that differs.'
              : "Look at this member's disk and CPU: it applies more slowly than the others.",
            source: 'header revision in the Status of each member, read within one tick',
          }),
        ];
      }),
    blind: (facts) => blindReadings(facts, 'revision-lag', 'revisionLag'),
    unknown: (facts, subject) =>
      facts.members.some(({ id, readings }) => id === subject && readings.revisionLag.value === undefined),
  },
  {
    id: 'learner',
    title: 'learner',
    reads: 'Status of the member, raftIndexLag',
    evaluate: (facts) =>
      learnersOf(facts).map((member) => {
        const lag = member.readings.raftIndexLag.value ?? 0;
        return ofMember('learner', member, {
          severity: 'info',
          value: lag,
          unit: 'entries',
          text:
            lag > caughtUpEntries
              ? `learner, ${formatCount(lag)} entries behind`
              : 'learner that has caught up: no vote until it is promoted',
          remedy: 'etcdctl member promote once it has caught up; K3s and RKE2 do so themselves.',
          source: 'etcd learner design',
        });
      }),
    blind: blindWithoutApi('learner'),
    unknown: (facts, subject) => facts.members.some(({ id, access }) => id === subject && access === 'down'),
  },
  {
    id: 'learner-stuck',
    title: 'learner stuck',
    reads: 'raft index in the Status of the learner, over five minutes; bounds in seconds',
    levels: { warning: stuckSeconds },
    evaluate: (facts, context) =>
      learnersOf(facts).flatMap((member) => {
        const lag = member.readings.raftIndexLag.value ?? 0;
        const { warning = stuckSeconds, critical = warning } = context.bounds;
        const most = Math.max(warning, critical);
        const stuck = lag > caughtUpEntries ? secondsWithoutProgress(member.id, context, most) : 0;
        const passed = passedBound(stuck, context.bounds);
        if (!passed) return [];
        return [
          ofMember('learner-stuck', member, {
            ...passed,
            value: stuck,
            unit: 'seconds',
            text: `learner makes no progress for ${formatDuration(stuck)}, ${formatCount(lag)} entries behind`,
            remedy: 'Look at its log and at its link to the leader; remove it and add it again if it stays.',
            source: 'K3s and RKE2 evict a learner after five minutes without progress',
          }),
        ];
      }),
    blind: (facts, context) => {
      const now = context.history.at(context.number)?.mono ?? 0;
      const first = context.history.at(context.history.comparableFrom(context.number))?.mono ?? now;
      const left = (context.bounds.warning ?? stuckSeconds) - (now - first) / 1000;
      return blindMembers(facts, 'learner-stuck', ({ role, readings }) =>
        left > 0 && role === 'learner' && (readings.raftIndexLag.value ?? 0) > caughtUpEntries
          ? needsHistory(left)
          : undefined,
      ).filter(({ subject }) => facts.members.some(({ id, sample }) => id === subject && isLearner(sample)));
    },
    unknown: (facts, subject) => facts.members.some(({ id, access }) => id === subject && access === 'down'),
  },
];

/** For how long the member's raft index has stood still, as far back as matters. */
function secondsWithoutProgress(id: string, { history, number }: CheckContext, bound: number): number {
  const now = history.at(number);
  const index = memberAt(history, number, id)?.status?.raftIndex;
  let since = now?.mono ?? 0;
  for (let at = number - 1; at >= history.comparableFrom(number); at--) {
    const status = memberAt(history, at, id)?.status;
    if (status && status.raftIndex !== index) break;
    if (status) since = history.at(at)?.mono ?? since;
    if ((now?.mono ?? 0) - since > 2 * bound * 1000) break;
  }
  return ((now?.mono ?? 0) - since) / 1000;
}

const learnersOf = ({ members }: Facts): readonly MemberView[] =>
  members.filter(({ role, sample }) => role === 'learner' && sample.status);

/** Log entries that the member has applied less than the one with the furthest revision. */
function entriesBehind({ sample }: MemberView, { members }: Facts): number {
  const furthest = members.reduce<MemberView['sample']['status']>(
    (best, { sample: { status } }) => (status && (!best || status.revision > best.revision) ? status : best),
    undefined,
  );
  return furthest && sample.status ? Number(furthest.appliedIndex - sample.status.appliedIndex) : 0;
}
