import type { Facts } from '../derive/derive-view.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { MetricSet } from '../metric-set.ts';
import { total } from '../series-index.ts';
import { blindCluster, needsHistory } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofCluster } from './finding-of.ts';
import { passedBound } from './passed-bound.ts';

/** Kubernetes compacts every five minutes. */
const lateSeconds = 900;
/** Fewer revisions than this need no compaction. */
const leastRevisions = 1000;

/** Whether old revisions still get compacted where they once were, or where writes come in. */
export const compactionCheck: Check = {
  id: 'compaction-stalled',
  title: 'compaction stalled',
  reads: 'secondsSinceCompaction, revision and compacted revision, uptimeSeconds; bounds in seconds',
  levels: { warning: lateSeconds },
  forSeconds: 60,
  evaluate: (facts, context) => {
    const { revision, compactRevision } = facts;
    const age = ageOf(facts, context);
    if (revision === undefined || age === undefined) return [];
    const passed = passedBound(age.seconds, context.bounds);
    if (!passed) return [];
    const kept = Number(revision) - (compactRevision ?? 0);
    if (kept < leastRevisions || !(facts.revisionPerSecond ?? 0)) return [];
    return [
      ofCluster('compaction-stalled', {
        ...passed,
        value: age.seconds,
        unit: 'seconds',
        text: `${age.ever ? `no compaction for ${formatDuration(age.seconds)}` : `no compaction since the start ${formatDuration(age.seconds)} ago`}, ${formatCount(kept)} revisions kept`,
        remedy:
          'On Kubernetes look at the log of the API servers, which compact; elsewhere set --auto-compaction-retention or run etcdctl compaction.',
        source: 'kube-apiserver compacts every five minutes (--etcd-compaction-interval)',
      }),
    ];
  },
  blind: (facts, context) => {
    if (facts.members.every(({ sample }) => !sample.metrics))
      return [blindCluster('compaction-stalled', 'no member shows its metrics')];
    const age = ageOf(facts, context);
    if (age === undefined) return [blindCluster('compaction-stalled', 'not exposed by this version (since 3.5.0)')];
    const { warning = lateSeconds } = context.bounds;
    if (age.atLeast && age.seconds < warning)
      return [blindCluster('compaction-stalled', needsHistory(warning - age.seconds))];
    return facts.revisionPerSecond === undefined ? [blindCluster('compaction-stalled', 'needs a second sample')] : [];
  },
  unknown: (facts) => facts.members.every(({ sample }) => !sample.metrics),
  cleared: () => 'compaction runs again',
};

/** `atLeast`: so long have we looked without seeing one. */
type Age = { readonly seconds: number; readonly ever: boolean; readonly atLeast?: boolean };

/** Time since any member compacted, or since the last start of one that never did; every member applies the same compaction. */
function ageOf(facts: Facts, { history, number }: CheckContext): Age | undefined {
  const since = facts.members.flatMap(({ readings }) => readings.secondsSinceCompaction.value ?? []);
  if (since.length > 0) return { seconds: Math.min(...since), ever: true };
  const never = facts.members.filter(({ sample }) => sample.metrics && neverCompacted(sample.metrics.set));
  const up = never.flatMap(({ readings }) => readings.uptimeSeconds.value ?? []);
  if (up.length > 0) return { seconds: Math.max(...up), ever: false };
  return unchangedFor(facts, history, number);
}

/** 0 as the time of the last compaction, or before 3.5 no compacted revision. */
function neverCompacted(set: MetricSet): boolean {
  const last = total(set, 'etcd_debugging_mvcc_db_compaction_last');
  return last === undefined ? total(set, 'etcd_debugging_mvcc_compact_revision') === -1 : last === 0;
}

/** 3.4 does not say when it compacted: only whether the compacted revision moved while we looked. */
function unchangedFor(
  { compactRevision, members }: Facts,
  history: CheckContext['history'],
  number: number,
): Age | undefined {
  const witness = members.find(({ sample }) => sample.metrics);
  const now = history.at(number);
  if (!witness || !now || compactRevision === undefined) return undefined;
  const family = 'etcd_debugging_mvcc_compact_revision';
  let since = now.mono;
  for (let at = number; at >= history.comparableFrom(number); at--) {
    const page = history.at(at)?.members.find(({ id }) => id === witness.id)?.metrics;
    if (!page) continue;
    if ((total(page.set, family) ?? compactRevision) < compactRevision)
      return { seconds: (now.mono - since) / 1000, ever: true };
    since = history.at(at)?.mono ?? since;
  }
  return { seconds: (now.mono - since) / 1000, ever: true, atLeast: true };
}
