import type { Alert } from './finding.ts';
import { seriesOf } from './metric-set.ts';
import type { ClusterView } from './view.ts';

/** What this daemon knows of itself and of the daemons beside the other members. */
export type Standing = {
  readonly scope: 'local' | 'cluster';
  /** Id of the member on this host; undefined while it is not known. */
  readonly localId: string | undefined;
  /** Whether the daemon beside a member answers; undefined where it cannot be asked, or was not yet. */
  readonly daemonAnswers: (memberId: string) => boolean | undefined;
};

/**
 * Which alerts are this daemon's to say, where one runs beside every member. What is about the local member or a file here: always. What
 * is about another member: nobody but the speaker, and it only while that member's own daemon does not answer. What is about the cluster:
 * the speaker. The speaker is the daemon of the lowest member id among the members that are reachable and whose daemon is not known to be
 * silent; of a member that only the connections of the local one tell of, the daemon must be known to answer. In doubt (no local id,
 * nobody else reachable, scope cluster) we speak: said twice is better than not at all.
 */
export function speaks(view: ClusterView, { scope, localId, daemonAnswers }: Standing): (alert: Alert) => boolean {
  if (scope === 'cluster' || localId === undefined) return () => true;
  const mayAnswer = (id: string) => id === localId || daemonAnswers(id) !== false;
  const heard = view.members.filter(({ id, access }) => access !== 'down' && mayAnswer(id));
  const connected = connectedIds(view, localId).filter((id) => daemonAnswers(id) === true);
  const speaker = [...heard.map(({ id }) => id), ...connected].sort(byId)[0];
  const speaking = speaker === undefined || speaker === localId;
  const isMember = (subject: string) => view.members.some(({ id }) => id === subject);
  return ({ subject }) => {
    if (subject === localId || isFile(subject)) return true;
    return speaking && !(isMember(subject) && daemonAnswers(subject) === true);
  };
}

/** Where only the local metrics page is read: the members that it is connected to. */
function connectedIds(view: ClusterView, localId: string): readonly string[] {
  const page = view.members.find(({ id }) => id === localId)?.sample.metrics;
  if (view.clusterId !== undefined || !page) return [];
  const peers = seriesOf(page.set, 'etcd_network_active_peers');
  return peers.flatMap(({ labels, value }) => (value > 0 && labels.Remote ? [labels.Remote] : []));
}

/** What is neither the cluster nor a member, also not one that left: a file of this host, which no other daemon sees. */
const isFile = (subject: string): boolean => subject !== 'cluster' && !/^[0-9a-f]+$/.test(subject);

/** Ids are hex without leading zeros: the shorter is the lower. */
const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);
