import { type Advisory, advisoriesFor } from './advisories.ts';
import { ofCluster } from './checks/finding-of.ts';
import { compareVersions } from './derive/versions.ts';
import type { Finding } from './finding.ts';
import type { ClusterView } from './view.ts';

/** What must be done before the next minor release. Versions are `from` up to but without `below`. */
type Advice = Pick<Advisory, 'date' | 'from' | 'below' | 'text' | 'source'>;

/** ★ Advice for the way to 3.6, newest release first. */
const advice: readonly Advice[] = [
  {
    date: '2025-12-21',
    from: '3.5.0',
    below: '3.5.26',
    text: 'before an upgrade to 3.6 bring all members to 3.5.26 or later: from earlier releases removed members can come back',
    source: 'etcd.io/blog/2025/zombie_members_upgrade',
  },
  {
    date: '2025-12-21',
    from: '3.0.0',
    below: '3.5.0',
    text: 'upgrade one minor release at a time, and be at 3.5.26 or later before 3.6: skipping one is not supported',
    source: 'etcd.io/docs/v3.6/upgrades/upgrading-etcd, etcd.io/blog/2025/zombie_members_upgrade',
  },
];

/** The view with what is to be done before the next upgrade among its findings: for whoever asks once, no alarm, and nothing that a screen shows for years. */
export function withUpgradeAdvice(view: ClusterView): ClusterView {
  return { ...view, findings: [...view.findings, ...adviceFor(view)] };
}

/** None where others' rules judge, an advisory says more, or the upgrade to 3.6 has begun. */
function adviceFor({ rules, versions }: ClusterView): Finding[] {
  const [lowest] = versions;
  const begun = versions.some((version) => compareVersions(version, '3.6.0') >= 0);
  const worse = versions.some((version) => advisoriesFor(version, versions).length > 0);
  if (rules !== undefined || lowest === undefined || begun || worse) return [];
  const found = advice.find(
    ({ from, below }) => compareVersions(lowest, from) >= 0 && compareVersions(lowest, below) < 0,
  );
  if (found === undefined) return [];
  const { text, source, date } = found;
  return [ofCluster('version-advisory', { severity: 'info', text, remedy: '', source: `${source} (${date})` })];
}
