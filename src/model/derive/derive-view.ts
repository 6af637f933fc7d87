import type { History } from '../history.ts';
import type { Past } from '../past.ts';
import type { LevelsOf } from '../read-metric.ts';
import type { ClusterSample } from '../sample.ts';
import { scopeAt } from '../scope.ts';
import { total } from '../series-index.ts';
import type { ClusterView } from '../view.ts';
import { accessOf } from './access.ts';
import { alarmsOf } from './alarms.ts';
import { freshnessOf } from './freshness.ts';
import { leadershipOf } from './leadership.ts';
import { inOrder } from './member-order.ts';
import { memberViewOf } from './member-view.ts';
import { quorumOf } from './quorum.ts';
import { revisionOf, revisionPerSecond } from './revision.ts';
import { rttFrom } from './rtt.ts';
import { totalsOf } from './totals.ts';
import { clusterVersionOf, versionsOf } from './versions.ts';

/** The view before anything is judged: what checks read. */
export type Facts = Omit<ClusterView, 'findings' | 'causes' | 'blind' | 'alerts' | 'events'>;

/** What a view is derived from; nothing after the sample asked for is looked at. */
export type Basis = {
  readonly history: History;
  readonly past: Past;
  readonly levelsOf: LevelsOf;
  readonly windowSeconds: number;
};

/** The facts at sample `number`, which must be held. */
export function deriveFacts(sample: ClusterSample, number: number, basis: Basis): Facts {
  const { history, past, levelsOf, windowSeconds } = basis;
  const alarms = alarmsOf(sample);
  const leader = leadershipOf(history, number, past);
  const scopes = sample.members.map((member) => scopeAt(history, number, sample, member, windowSeconds));
  const members = inOrder(scopes.map((scope) => memberViewOf(scope, past, levelsOf, alarms, leader.id)));
  return {
    at: sample.at,
    intervalSeconds: sample.intervalSeconds,
    windowSeconds,
    historySeconds: historySeconds(sample, number, basis),
    clusterId: sample.clusterId,
    freshness: freshnessOf(sample, number, past),
    quorum: quorumOf(sample, number, past),
    leader,
    term: highest(sample, ({ status }) => status?.term),
    revision: revisionOf(sample),
    revisionPerSecond: revisionPerSecond(sample, number, history),
    compactRevision: compactRevision(sample),
    versions: versionsOf(sample),
    clusterVersion: clusterVersionOf(sample),
    storageVersion: sample.members.find(({ status }) => status?.storageVersion)?.status?.storageVersion,
    totals: totalsOf(members),
    alarms,
    members,
    endpoints: sample.endpoints,
    notices: sample.notices,
    rtt: Object.fromEntries(
      scopes
        .filter(({ member }) => accessOf(member) !== 'down')
        .map((scope) => [scope.member.id, rttFrom(scope, levelsOf)]),
    ),
  };
}

function historySeconds(sample: ClusterSample, number: number, { history, windowSeconds }: Basis): number {
  const start = history.at(history.since(sample.mono - windowSeconds * 1000, number));
  return Math.min(windowSeconds, (sample.mono - (start?.mono ?? sample.mono)) / 1000);
}

function highest(
  sample: ClusterSample,
  of: (member: ClusterSample['members'][number]) => bigint | undefined,
): bigint | undefined {
  let best: bigint | undefined;
  for (const member of sample.members) {
    const value = of(member);
    if (value !== undefined && (best === undefined || value > best)) best = value;
  }
  return best;
}

/** -1 on a page means that nothing was ever compacted. */
function compactRevision(sample: ClusterSample): number | undefined {
  const known = sample.members.flatMap(({ metrics }) =>
    metrics ? (total(metrics.set, 'etcd_debugging_mvcc_compact_revision') ?? []) : [],
  );
  const best = Math.max(...known);
  return best >= 0 ? best : undefined;
}
