import { formatInteger } from '../format.ts';
import { found } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { highest, saidOf } from './evidence.ts';

/** Old revisions that nobody compacts: the database grows with every write. */
export const noCompaction: CauseRow = {
  id: 'no-compaction',
  title: 'no compaction',
  reads: 'secondsSinceCompaction, compacted revision, revision',
  namedBy: ['compaction-stalled'],
  suspect: (file) => {
    const support = found(file, ['compaction-stalled']);
    const { revision, compactRevision, members } = file.view;
    if (support.length === 0) return [];
    const kept = revision === undefined ? undefined : Number(revision) - (compactRevision ?? 0);
    const member = members.find(({ role }) => role === 'leader') ?? members.find(({ access }) => access !== 'down');
    const growth = highest(members, 'dbGrowthBytesPerSecond');
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: 'high',
        text: 'no compaction: old revisions are kept without end, so the database grows with every write',
        support,
        consequences: found(file, ['growth-forecast', 'db-size']),
        evidence: [
          support[0]?.text ?? '',
          ...(kept === undefined ? [] : [`${formatInteger(kept)} revisions kept`]),
          ...(growth ? saidOf(growth.member, ['dbGrowthBytesPerSecond']) : []),
        ],
        next: [
          'on Kubernetes: kube-apiserver --etcd-compaction-interval (5m) must not be 0, and one apiserver must reach etcd',
          'elsewhere: etcd --auto-compaction-mode=periodic --auto-compaction-retention=1h',
          ...(member ? [file.commands.etcdctl(member, `compact ${revision ?? 'REVISION'}`)] : []),
        ],
      },
    ];
  },
};
