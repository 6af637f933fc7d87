import { formatCount, formatDuration } from '../format.ts';
import { found, heldSeconds } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { peerSight } from './peers.ts';

/** A learner this far behind that has not moved for so long does not catch up by itself. */
const behindEntries = 100;
const standstillSeconds = 15;

/** A learner that does not follow: told from one that is catching up by whether it advances. */
export const learnerStalled: CauseRow = {
  id: 'learner-stalled',
  title: 'learner stalled',
  reads: 'raft index of the learner over time, raftIndexLag, etcd_network_active_peers',
  namedBy: ['learner-stuck'],
  suspect: (file) =>
    file.view.members.flatMap((member) => {
      const index = member.sample.status?.raftIndex;
      const said = [...found(file, ['learner-stuck'], member.id), ...found(file, ['learner'], member.id)];
      const stuck = said.some(({ severity }) => severity !== 'info');
      if (member.role !== 'learner' || index === undefined) return [];
      const lag = member.readings.raftIndexLag.value ?? 0;
      const still = heldSeconds(file, member.id, ({ status }) => status?.raftIndex === index) ?? 0;
      if (!stuck && (lag <= behindEntries || still < standstillSeconds)) return [];
      const { lostBy } = peerSight(file, member.id);
      return [
        {
          subject: member.id,
          subjectName: member.label,
          confidence:
            stuck || still >= 4 * standstillSeconds || lostBy.length > 0 ? ('high' as const) : ('medium' as const),
          severity: 'warning' as const,
          text: `learner stalled: it has stood still for ${formatDuration(still)}, ${formatCount(lag)} entries behind, and cannot be promoted`,
          support: said,
          consequences: found(
            file,
            ['follower-lag', 'revision-lag', 'peer-disconnected', 'member-unstarted'],
            member.id,
          ),
          evidence: [
            `raft index ${index} for ${formatDuration(still)}`,
            `${formatCount(lag)} entries behind the furthest member`,
            ...(lostBy.length > 0 ? [`${lostBy.join(', ')}: no active connection to it`] : []),
          ],
          against: 'not catching up: its raft index does not move',
          next: [
            file.commands.logs(member),
            'look at its link to the leader (port 2380) and at its disk',
            `if it stays: ${file.commands.etcdctl(member, `member remove ${member.id}`)} (on a voter's endpoint), then add it again`,
          ],
        },
      ];
    }),
};
