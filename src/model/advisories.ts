import { compareVersions } from './derive/versions.ts';
import type { Severity } from './finding.ts';

/** Releases that are known to be bad, or bad to upgrade from. Versions are `from` up to but without `below`. */
export type Advisory = {
  /** When it was made known. */
  readonly date: string;
  readonly from: string;
  readonly below: string;
  /** Only while another member runs this version or a later one. */
  readonly beside?: string | undefined;
  readonly severity: Exclude<Severity, 'info'>;
  readonly text: string;
  readonly remedy: string;
  readonly source: string;
};

/** ★ The advisories, newest first. A release that is merely old is none. */
export const advisories: readonly Advisory[] = [
  {
    date: '2025-12-21',
    from: '3.0.0',
    below: '3.5.26',
    beside: '3.6.0',
    severity: 'warning',
    text: 'an upgrade to 3.6 from a release before 3.5.26 can bring removed members back and stop the cluster',
    remedy:
      'Upgrade no further member to 3.6: bring all others to 3.5.26 or later first, and see that they are healthy.',
    source: 'etcd.io/blog/2025/zombie_members_upgrade',
  },
  {
    date: '2025-03-27',
    from: '3.5.1',
    below: '3.5.20',
    beside: '3.6.0',
    severity: 'warning',
    text: 'an upgrade to 3.6 from a release before 3.5.20 can turn promoted voters back into learners and fail',
    remedy: 'Upgrade no further member to 3.6: bring all others to 3.5.26 or later first.',
    source: 'etcd.io/blog/2025/upgrade_from_3.5_to_3.6_issue',
  },
  {
    date: '2022-11-21',
    from: '3.5.0',
    below: '3.5.6',
    severity: 'warning',
    text: 'a crash during an online defragmentation can leave this release with data that differs from the other members',
    remedy: 'Upgrade to the latest 3.5; until then defragment only offline (etcdutl defrag on a stopped member).',
    source: 'etcd CHANGELOG-3.5 (3.5.6), pull request 14730',
  },
  {
    date: '2022-11-02',
    from: '3.4.0',
    below: '3.4.22',
    severity: 'warning',
    text: 'releases of 3.4 before 3.4.22 are not recommended for production',
    remedy: 'Upgrade to the latest 3.4, then minor release by minor release.',
    source: 'etcd CHANGELOG: production recommendation',
  },
  {
    date: '2022-04-20',
    from: '3.5.0',
    below: '3.5.3',
    severity: 'critical',
    text: 'a crash under load can leave 3.5.0 to 3.5.2 with data that differs from the other members',
    remedy: 'Upgrade to the latest 3.5 at once, then compare the data of all members (etcdoc diagnose hashkv).',
    source: 'etcd postmortem v3.5-data-inconsistency',
  },
];

/** Advisories for one version in a cluster that runs `versions`, worst first. */
export function advisoriesFor(version: string, versions: readonly string[]): readonly Advisory[] {
  return advisories
    .filter(({ from, below, beside }) => {
      const hit = compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
      return hit && (!beside || versions.some((other) => compareVersions(other, beside) >= 0));
    })
    .sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'critical' ? -1 : 1));
}
