import { answered } from '../derive/access.ts';
import { compareVersions } from '../derive/versions.ts';
import { isLearner } from '../derive/voters.ts';
import { formatDuration } from '../format.ts';
import { type Case, found, heldSeconds, listed } from './case.ts';
import type { CauseRow } from './cause-row.ts';

/** Too few voters are left: the sum of several members that are missing. */
export const quorumLost: CauseRow = {
  id: 'quorum-lost',
  title: 'quorum lost',
  reads: 'Status of the voters',
  // That a member is down makes the quorum lost, not the other way round.
  namedBy: ['quorum-lost', 'member-down'],
  suspect: (file) => {
    const support = found(file, ['quorum-lost']);
    const voters = file.view.members.filter(({ sample }) => !isLearner(sample));
    const gone = voters.filter(({ access }) => access === 'down');
    if (support.length === 0 || gone.length === 0) return [];
    const { needed } = file.view.quorum;
    const left = voters.length - gone.length;
    const missing = needed - left;
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: gone.every(({ health }) => health === 'DOWN') ? 'high' : 'medium',
        severity: 'critical',
        text: `quorum lost: ${listed(gone.map(({ label, health }) => `${label} ${health === 'HUNG' ? 'hangs' : 'is down'}`))}, ${
          missing > 0
            ? `${left} of ${voters.length} voters left, ${needed} needed`
            : `and the ${left} of ${voters.length} voters left, ${needed} needed, elect no leader`
        }: no writes, no linearizable reads`,
        support,
        consequences: [
          ...found(file, ['no-leader', 'quorum-margin', 'leader-changes', 'linearizable-read', 'peer-disconnected']),
          ...found(file, ['proposals-failed', 'proposals-pending', 'grpc-failed', 'grpc-slow', 'slow-read-index']),
          ...gone.flatMap(({ id }) => found(file, ['member-down'], id)),
        ],
        evidence: gone.map(
          (member) => `${member.label}: ${member.sample.statusError?.text ?? 'no answer'}${away(file, member.id)}`,
        ),
        next: [
          ...gone
            .slice(0, Math.max(1, missing))
            .map(
              (member) =>
                `bring ${member.label} back first: ${file.commands.state(member)}; ${file.commands.logs(member)}`,
            ),
          missing > 0
            ? `delete no data directory and remove no member: ${missing === 1 ? 'one voter back is' : `${missing} voters back are`} a quorum again`
            : 'delete no data directory and remove no member; look at the network between the voters that are left',
          `only if their data is gone for good: ${restorer(file)} snapshot restore on one member, then add the others anew`,
        ],
      },
    ];
  },
};

/** The tool that restores a snapshot: etcdutl came with 3.5. */
const restorer = ({ view: { versions } }: Case): string =>
  versions[0] !== undefined && compareVersions(versions[0], '3.5.0') < 0 ? 'etcdctl' : 'etcdutl';

function away(file: Case, id: string): string {
  const seconds = heldSeconds(file, id, (member) => !answered(member));
  return seconds === undefined || seconds === 0 ? '' : `, for ${formatDuration(seconds)}`;
}
