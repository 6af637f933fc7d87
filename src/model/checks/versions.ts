import { advisoriesFor } from '../advisories.ts';
import { minorsApart } from '../derive/versions.ts';
import { blindMembers, blindWithoutApi } from './blind.ts';
import type { Check } from './check.ts';
import { ofCluster, ofMember } from './finding-of.ts';

/** What runs, and whether it belongs together. */
export const versionChecks: readonly Check[] = [
  {
    id: 'version-skew',
    title: 'version skew',
    reads: 'Status of the members',
    evaluate: ({ versions }) => {
      const [lowest, highest] = [versions[0], versions.at(-1)];
      if (lowest === undefined || highest === undefined || lowest === highest) return [];
      const apart = minorsApart(lowest, highest);
      const supported = apart !== undefined && apart <= 1;
      return [
        ofCluster('version-skew', {
          severity: supported ? 'info' : 'warning',
          text: supported
            ? `members run ${versions.join(', ')}: an upgrade is under way`
            : `members run ${versions.join(', ')}: more than one minor release apart`,
          remedy: supported
            ? 'Finish the upgrade; the cluster works at the lowest version until then.'
            : 'Upgrade one minor release at a time; bring the lowest members up first.',
          source: 'etcd upgrade guides: one minor release at a time',
        }),
      ];
    },
    blind: blindWithoutApi('version-skew'),
  },
  {
    id: 'version-advisory',
    title: 'known-bad release',
    reads: 'version of each member and a dated table of advisories',
    evaluate: ({ members, versions }) =>
      members.flatMap((member) => {
        const [worst, ...more] = member.version === undefined ? [] : advisoriesFor(member.version, versions);
        if (!worst) return [];
        return [
          ofMember('version-advisory', member, {
            severity: worst.severity,
            text: `runs ${member.version}: ${[worst, ...more].map(({ text }) => text).join('; ')}`,
            remedy: worst.remedy,
            source: `${worst.source} (${worst.date})`,
          }),
        ];
      }),
    blind: (facts) =>
      blindMembers(facts, 'version-advisory', ({ version }) =>
        version === undefined ? 'it does not tell its version' : undefined,
      ),
    unknown: (facts, subject) => facts.members.some(({ id, version }) => id === subject && version === undefined),
  },
  {
    id: 'cluster-mismatch',
    title: 'endpoint of another cluster',
    reads: 'cluster id of each endpoint',
    evaluate: ({ endpoints }) =>
      endpoints
        .filter(({ error }) => error.kind === 'cluster-mismatch')
        .map(({ endpoint, error }) => ({
          check: 'cluster-mismatch',
          subject: endpoint,
          subjectName: endpoint,
          severity: 'critical',
          // The error names the endpoint, as an error must that stands alone; a finding has it in front anyway.
          text: error.text.replace(`${endpoint} `, ''),
          remedy: 'Take the endpoint out of the list, or look at why this member belongs to another cluster.',
          source: 'cluster id in every response header',
        })),
    blind: blindWithoutApi('cluster-mismatch'),
  },
];
