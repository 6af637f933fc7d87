import type { CheckId } from '../check-id.ts';
import { formatBytes, formatDuration, formatRatio, formatValue } from '../format.ts';
import type { MemberView } from '../view.ts';
import { type Case, found, listed, subjectOf } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { highest } from './evidence.ts';

const spaceTrouble: readonly CheckId[] = ['quota-used', 'growth-forecast', 'fragmentation', 'db-size'];

/** Who holds how many keys, with tools that are there. */
const countKeys =
  "to find it on Kubernetes: kubectl get --raw /metrics | grep -E '^apiserver_(storage|resource)_objects'; elsewhere: etcdctl get '' --prefix --keys-only, counted by prefix";

/** The alarm that refuses writes; once space is free, only the alarm is left to be lifted. */
export const quotaExhausted: CauseRow = {
  id: 'quota-exhausted',
  title: 'quota exhausted',
  reads: 'alarms in Status.errors, dbSizeBytes, quotaBytes, dbInUseBytes',
  namedBy: ['alarm-nospace'],
  suspect: (file) => {
    const support = found(file, ['alarm-nospace']);
    const fullest = highest(file.view.members, 'quotaUsedRatio');
    const member = fullest?.member ?? file.view.members.find(({ access }) => access !== 'down');
    if (support.length === 0 || !member) return [];
    const free = fullest !== undefined && fullest.value < 0.75;
    const disarm = file.commands.etcdctl(member, 'alarm disarm');
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: 'high',
        text: free
          ? 'quota exhausted before, space is free again, but the alarm NOSPACE is still on: no writes until it is disarmed'
          : 'quota exhausted: the database is full, every write is refused; reads and deletes still work',
        support,
        consequences: found(file, [
          ...spaceTrouble,
          'grpc-failed',
          'proposals-failed',
          'compaction-stalled',
          'write-load',
        ]),
        evidence: [support[0]?.text ?? '', ...file.view.members.flatMap(sizes)],
        next: free
          ? [disarm, 'watch the size: it was full once']
          : [
              'find what fills it; stop the writer or delete what is not wanted',
              file.commands.etcdctl(member, `compact ${file.view.revision ?? 'REVISION'}`),
              ...defragSteps(file, file.view.members),
              disarm,
              countKeys,
            ],
      },
    ];
  },
};

/** Not full yet: by level or by growth. */
export const quotaSoon: CauseRow = {
  id: 'quota-soon',
  title: 'quota soon exhausted',
  reads: 'quotaUsedRatio, secondsToQuota, dbInUseRatio',
  suspect: (file) => {
    const support = found(file, ['quota-used', 'growth-forecast']);
    const fullest = highest(file.view.members, 'quotaUsedRatio');
    if (support.length === 0 || !fullest || file.view.alarms.some(({ type }) => type === 'NOSPACE')) return [];
    const { member, value } = fullest;
    const share = member.readings.dbInUseRatio.value;
    const left = member.readings.secondsToQuota.value;
    const loose = share !== undefined && share < 0.6;
    const growing =
      left !== undefined && left > 0 ? `full in about ${formatDuration(left)} if it goes on growing so` : undefined;
    return [
      {
        ...subjectOf(support.length === 1 ? [member] : file.view.members),
        confidence: 'high',
        text: `quota soon exhausted: ${formatRatio(value)} used${growing ? `, ${growing}` : ''}${loose ? `; only ${formatRatio(share)} of the file holds data, a defragmentation returns the rest` : ''}`,
        support,
        consequences: found(file, spaceTrouble),
        evidence: [...file.view.members.flatMap(sizes), ...(growing ? [growing] : [])],
        against: loose ? 'not data: most of the file is free space' : undefined,
        next: loose
          ? ['etcdoc diagnose defrag-plan', ...defragSteps(file, file.view.members)]
          : [
              'find what grows; then stop or limit that client',
              file.commands.etcdctl(member, `compact ${file.view.revision ?? 'REVISION'}`),
              ...defragSteps(file, file.view.members),
              'raise --quota-backend-bytes (8 GiB at most is advised) only if the data is wanted',
              countKeys,
            ],
      },
    ];
  },
};

/** Free space inside the file that only a defragmentation returns. */
export const fragmentation: CauseRow = {
  id: 'fragmentation',
  title: 'fragmentation',
  reads: 'dbInUseRatio, dbInUseBytes, dbSizeBytes',
  namedBy: ['fragmentation'],
  suspect: (file) => {
    const support = found(file, ['fragmentation']);
    const members = file.view.members.filter(({ id }) => support.some(({ subject }) => subject === id));
    if (members.length === 0) return [];
    return [
      {
        ...subjectOf(members),
        confidence: 'high',
        text: `fragmentation: most of the database file of ${listed(members.map(({ label }) => label))} is free space, which compaction leaves behind`,
        support,
        evidence: members.flatMap(sizes),
        against: 'not the data: what is in use is far smaller than the file',
        next: ['etcdoc diagnose defrag-plan', ...defragSteps(file, members)],
      },
    ];
  },
};

/** Followers first and the leader last, one at a time. */
function defragSteps(file: Case, members: readonly MemberView[]): string[] {
  const able = members.filter(({ access, role }) => access !== 'down' && role !== 'learner' && role !== 'unstarted');
  const ordered = [...able].sort((a, b) => Number(a.role === 'leader') - Number(b.role === 'leader'));
  return ordered.map(
    (member, at) =>
      `${file.commands.etcdctl(member, 'defrag')}${at === 0 && ordered.length > 1 ? '  (one at a time, the leader last)' : ''}`,
  );
}

function sizes(member: MemberView): string[] {
  const { dbSizeBytes, dbInUseBytes, quotaBytes } = member.readings;
  if (dbSizeBytes.value === undefined) return [];
  const used = dbInUseBytes.value === undefined ? '' : `, ${formatBytes(dbInUseBytes.value)} in use`;
  const quota = quotaBytes.value === undefined ? '' : `, quota ${formatBytes(quotaBytes.value)}`;
  return [`${member.label}: ${formatValue(dbSizeBytes.value, 'bytes')}${used}${quota}`];
}
