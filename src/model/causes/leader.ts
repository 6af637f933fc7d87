import { formatDuration } from '../format.ts';
import { found, nameOf } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { highest, saidOf } from './evidence.ts';

/** Leadership that does not settle, without a disk, a link or a member that would account for it. */
export const leaderFlapping: CauseRow = {
  id: 'leader-flapping',
  title: 'leader flapping',
  reads: 'leader changes over 15 minutes, heartbeat failures, CPU',
  namedBy: ['leader-changes'],
  suspect: (file) => {
    const support = found(file, ['leader-changes']);
    if (support.length === 0) return [];
    const { view } = file;
    const recent = view.leader.spans.filter(({ toAt }) => toAt > view.at - 900_000).slice(-6);
    const course = recent.map(
      ({ id, fromAt }) =>
        `${id === undefined ? 'nobody' : nameOf(file, id)} ${formatDuration(Math.max(0, view.at - fromAt) / 1000)} ago`,
    );
    const disk = highest(view.members, 'walFsyncP99');
    const blind = view.members.filter(({ access }) => access === 'api-only').map(({ label }) => label);
    const leader = view.members.find(({ role }) => role === 'leader');
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: blind.length > 0 ? 'low' : 'medium',
        text: 'leader flapping: leadership does not settle; heartbeats come late or members restart',
        support,
        consequences: found(file, [
          'no-leader',
          'heartbeat-failures',
          'proposals-failed',
          'proposals-pending',
          'linearizable-read',
        ]),
        evidence: [
          support[0]?.text ?? '',
          ...(course.length > 1 ? [`leaders: ${course.join(', ')}`] : []),
          ...(blind.length > 0 ? [`no metrics from ${blind.join(', ')}: disk and RTT there are unknown`] : []),
        ],
        against:
          disk && disk.member.readings.walFsyncP99.level === 'ok'
            ? `not a disk now (${saidOf(disk.member, ['walFsyncP99']).join('')} at most)`
            : undefined,
        next: [
          ...(leader ? [file.commands.logs(leader)] : []),
          'compare with restarts, moves of leadership and CPU steal (top, %st) on each host at those times',
          'etcdoc diagnose network; then --election-timeout at least ten round trips',
        ],
      },
    ];
  },
};
