import { nobodyLeads } from '../model/derive/access.ts';
import type { ClusterView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { wrap } from './wrap.ts';

/** The moment and the three answers: is there quorum, who leads, is the data fresh. */
export function clusterLines(view: ClusterView): string {
  const { quorum, leader } = view;
  const facts = [
    ...(view.clusterId === undefined
      ? ['member list unknown']
      : [`quorum ${quorum.healthy}/${quorum.voters} ${quorum.state}`, `can lose ${quorum.canLose}`]),
    `leader ${clean(leader.name ?? leader.id ?? (nobodyLeads(view) ? 'none' : 'not known'))}`,
    `term ${view.term ?? '-'}`,
    `revision ${view.revision ?? '-'}`,
    `etcd ${view.versions.map(clean).join(', ') || '-'}`,
    `cluster ${clean(view.clusterId ?? '-')}`,
    `data ${view.freshness.state}`,
    `window ${view.windowSeconds}s`,
  ];
  return wrap(facts.map((fact) => fact.replaceAll(' ', nonBreaking)).join(', '), `${stamp(view.at)}  `).replaceAll(
    nonBreaking,
    ' ',
  );
}

/** Keeps a fact in one line; nothing that was cleaned contains it. */
const nonBreaking = '\u00a0';

/** RFC 3339, whole seconds. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
