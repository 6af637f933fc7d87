import type { CheckId } from '../check-id.ts';
import { lastRestart } from '../derive/restarts.ts';
import { formatDuration } from '../format.ts';
import type { MemberView } from '../view.ts';
import { type Case, found, listed } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { hostOf } from './network.ts';
import { onlyWeCannot } from './partition.ts';
import { peerSight } from './peers.ts';

/** A restart in order takes no longer; one that does is treated as a failure. */
const restartGraceSeconds = 15;
/** A process that answers nothing for longer is not just busy. */
const hangGraceSeconds = 5;
/** So many restarts within the history are no maintenance. */
const manyRestarts = 3;

const consequences: readonly CheckId[] = ['quorum-margin', 'peer-disconnected', 'leader-changes', 'no-leader'];

/** A process that is gone: its host refuses, resets or has no route. */
export const memberDown: CauseRow = {
  id: 'member-down',
  title: 'member down',
  reads: 'Status and /metrics of each member, etcd_network_active_peers of the others',
  namedBy: ['member-down'],
  suspect: (file) => [
    ...missing(file, 'DOWN')
      .filter((member) => !onlyWeCannot(file, member))
      .map((member) => {
        const young = isYoung(file, member, restartGraceSeconds);
        const { lostBy } = peerSight(file, member.id);
        const why = member.sample.statusError?.text ?? 'no answer';
        return {
          ...who(member),
          confidence: young ? ('low' as const) : lostBy.length > 0 ? ('high' as const) : ('medium' as const),
          severity: young ? ('info' as const) : undefined,
          text: young
            ? `has not answered for ${formatDuration(member.ageSeconds ?? 0)}: a restart, or the beginning of a failure`
            : 'down: its process or its host is gone',
          support: found(file, ['member-down'], member.id),
          consequences: found(file, consequences),
          evidence: [
            why,
            ...absence(member),
            ...(lostBy.length > 0 ? [`${listed(lostBy)}: lost the connection too`] : []),
          ],
          against:
            member.sample.statusError?.kind === 'refused'
              ? 'not frozen: its host refuses the connection at once'
              : undefined,
          next: [
            file.commands.state(member),
            file.commands.logs(member),
            'take no other voter down; start it again with the data directory it has',
          ],
        };
      }),
    ...restless(file),
  ],
};

/** A process that is there and answers nothing: frozen, waiting for its disk, or behind a path that drops packets. */
export const memberHung: CauseRow = {
  id: 'member-hung',
  title: 'member hung',
  reads: 'Status of each member within its deadline, etcd_network_active_peers of the others',
  namedBy: ['member-down'],
  suspect: (file) =>
    missing(file, 'HUNG').map((member) => {
      const young = isYoung(file, member, hangGraceSeconds);
      const { seenBy, lostBy } = peerSight(file, member.id);
      const connected = seenBy.length > 0 && lostBy.length === 0;
      return {
        ...who(member),
        confidence: young ? ('low' as const) : connected ? ('high' as const) : ('medium' as const),
        severity: young ? ('info' as const) : undefined,
        text: connected
          ? 'hung: its peers still hold connections to it, but it answers nobody'
          : 'hung: it neither answers nor refuses: frozen, waiting for its disk, or its host is out of reach',
        support: found(file, ['member-down'], member.id),
        consequences: found(file, consequences),
        evidence: [
          member.sample.statusError?.text ?? 'no answer',
          ...absence(member),
          ...(connected ? [`${listed(seenBy)}: connected to it`] : []),
          ...(lostBy.length > 0 ? [`${listed(lostBy)}: lost the connection`] : []),
        ],
        against: 'not a dead process: nothing refuses the connection',
        next: [
          `from here: ping -c 3 ${hostOf(member)} (does the host answer at all?)`,
          `on ${member.label}: ps -o pid,stat,wchan:24,cmd -C etcd (T: stopped, D: waiting for its disk), then iostat -x 1, dmesg | tail`,
          'take no other voter down; kill and start it again only when the host is well',
        ],
      };
    }),
};

/** A member that was away for a moment and is back. */
export const plannedRestart: CauseRow = {
  id: 'planned-restart',
  title: 'restart',
  reads: 'process_start_time_seconds and counters of each member',
  suspect: (file) =>
    file.view.members.flatMap((member) => {
      const support = found(file, ['member-restarted'], member.id);
      const [finding] = support;
      if (!finding || member.access === 'down' || restartsOf(file, member) >= manyRestarts) return [];
      return [
        {
          ...who(member),
          confidence: 'medium' as const,
          severity: 'info' as const,
          text: 'restarted once and is back: as in a planned restart',
          support,
          evidence: [finding.text],
          against: 'not a crash loop: one restart',
          next: [`if nobody meant it: ${file.commands.logs(member)} (OOM kill, panic, failed probe)`],
        },
      ];
    }),
};

function restless(file: Case) {
  return file.view.members.flatMap((member) => {
    const restarts = restartsOf(file, member);
    const support = found(file, ['member-restarted'], member.id);
    if (restarts < manyRestarts || support.length === 0) return [];
    return [
      {
        ...who(member),
        confidence: 'high' as const,
        severity: 'warning' as const,
        text: 'keeps restarting: a crash loop, not a planned restart',
        support,
        consequences: found(file, ['quorum-margin', 'leader-changes']),
        evidence: [`${restarts} restarts in the history`, support[0]?.text ?? ''],
        next: [
          file.commands.logs(member),
          `on ${member.label}: dmesg | grep -i oom; free disk space of the data directory`,
        ],
      },
    ];
  });
}

/** Missing members with this word; silence of all of them is about us, and a certificate that is refused is told as such. */
function missing({ view }: Case, word: 'DOWN' | 'HUNG'): MemberView[] {
  if (view.members.every(({ access }) => access === 'down')) return [];
  return view.members.filter(
    ({ health, access, role, sample }) =>
      access === 'down' && health === word && role !== 'unstarted' && sample.statusError?.kind !== 'tls',
  );
}

/** Someone who was never seen is no restart under way. It went some time between two samples: half an interval after it was last seen. */
const isYoung = ({ view }: Case, { ageSeconds }: MemberView, grace: number): boolean =>
  ageSeconds !== undefined && ageSeconds - view.intervalSeconds / 2 < grace;

const who = ({ id, label }: MemberView) => ({ subject: id, subjectName: label });

const absence = ({ ageSeconds }: MemberView): string[] =>
  ageSeconds === undefined ? ['it has not answered since we look'] : [`last answer ${formatDuration(ageSeconds)} ago`];

function restartsOf({ past, number }: Case, { id }: MemberView): number {
  const runs = past.member(id)?.life.upTo(number) ?? [];
  return lastRestart(past, id, number) ? (runs.at(-1)?.value.run ?? 0) - (runs[0]?.value.run ?? 0) : 0;
}
