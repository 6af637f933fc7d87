import type { CheckId } from '../check-id.ts';
import { revisionOf } from '../derive/revision.ts';
import { formatBytes, formatDuration, formatPerSecond, formatRatio, formatSeconds } from '../format.ts';
import type { ClusterSample } from '../sample.ts';
import type { MemberView } from '../view.ts';
import { type Case, found } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { breached, highest, saidOf } from './evidence.ts';
import { portOf } from './network.ts';

/** A burst below this many revisions a second is nobody's trouble. */
const furiousPerSecond = 300;
/** So many times what was usual before is another client, not the daily course. */
const jump = 5;
/** The pace is taken over blocks of so many seconds: the last against the median of those before, of which there must be some. */
const blockSeconds = 10;
const leastBlocks = 2;
const mostBlocks = 90;
const loadChecks: readonly CheckId[] = [
  'grpc-slow',
  'slow-apply',
  'apply-backlog',
  'proposals-pending',
  'slow-read-index',
];

/** One client that writes far more than was usual. */
export const runawayWriter: CauseRow = {
  id: 'runaway-writer',
  title: 'runaway writer',
  reads: 'revisions per second now and before, putsPerSecond, dbGrowthBytesPerSecond',
  suspect: (file) => {
    const support = found(file, ['write-load']);
    const pace = paceOf(file);
    const jumped = pace !== undefined && pace.now >= furiousPerSecond && pace.now >= jump * pace.usual;
    if (!jumped && support.every(({ severity }) => severity === 'info')) return [];
    const leader = file.view.members.find(({ role }) => role === 'leader');
    const growth = highest(file.view.members, 'dbGrowthBytesPerSecond');
    const fed = highest(file.view.members, 'clientReceivedBytesPerSecond');
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: jumped ? (support.length > 0 ? 'high' : 'medium') : 'low',
        severity: 'warning',
        text: jumped
          ? `runaway writer: ${formatPerSecond(pace.now)} writes, ${formatPerSecond(pace.usual)} was usual before`
          : 'writes come at a rate that etcd is not made for; whether that is usual here needs more history',
        support,
        consequences: found(file, [...loadChecks, 'growth-forecast']),
        evidence: [
          ...(pace
            ? [
                `${formatPerSecond(pace.now)} revisions now, ${formatPerSecond(pace.usual)} over ${formatDuration(pace.usualSeconds)} before`,
              ]
            : []),
          ...(support[0] ? [support[0].text] : []),
          ...(fed ? [`${fed.member.label} takes in ${formatBytes(fed.value)}/s from clients, the most of all`] : []),
          ...(growth && growth.value > 0 ? [`database grows by ${formatBytes(growth.value * 60)}/min`] : []),
        ],
        next: [
          "find what is written: on Kubernetes: kubectl get --raw /metrics | grep '^apiserver_request_total' twice, by verb and resource; elsewhere: etcdctl watch '' --prefix for a few seconds",
          ...(fed
            ? [
                `on ${fed.member.label}: ss -tn state established '( sport = :${portOf(fed.member.sample.endpoint, 2379)} )' (who is connected there)`,
              ]
            : []),
          ...(leader ? [`limit or stop that client before the quota is reached (now ${quotaText(leader)})`] : []),
        ],
      },
    ];
  },
};

/** Members that have too much to do although disks and links are well: requests come late, reads are large, or the CPU is spent. */
export const overload: CauseRow = {
  id: 'overload',
  title: 'overload',
  reads:
    'slowApplyPerSecond, clientSentBytesPerSecond, cpuCores, proposalsPending, with walFsyncP99 and peerRttP99 well',
  suspect: (file) =>
    file.view.members.flatMap((member) => {
      if (member.access !== 'full' || breached(member, 'walFsyncP99') || breached(member, 'peerRttP99')) return [];
      const { slowApplyPerSecond, clientSentBytesPerSecond, cpuCores, walFsyncP99 } = member.readings;
      const support = found(file, loadChecks, member.id);
      const slow = (slowApplyPerSecond.value ?? 0) >= slowPerSecond || support.length > 0;
      const [sent, cpu] = [clientSentBytesPerSecond.value ?? 0, cpuCores.value ?? 0];
      const reads = sent >= largeReads;
      const floods = sent >= floodReads;
      if (
        !(slow || floods) ||
        !(reads || cpu >= busyCores || found(file, ['proposals-pending', 'apply-backlog'], member.id).length > 0)
      )
        return [];
      const leads = member.role === 'leader';
      return [
        {
          subject: member.id,
          subjectName: member.label,
          confidence: slow && reads && walFsyncP99.value !== undefined ? ('high' as const) : ('medium' as const),
          severity: support.some(({ severity }) => severity === 'critical')
            ? ('critical' as const)
            : ('warning' as const),
          text: overloadText(reads, slow, leads, sent),
          support,
          consequences: [
            ...found(
              file,
              ['follower-lag', 'heartbeat-failures', 'linearizable-read', 'backend-commit-p99', 'grpc-failed'],
              member.id,
            ),
            ...(leads ? found(file, ['leader-changes', 'no-leader', 'proposals-pending', 'slow-read-index']) : []),
          ],
          evidence: saidOf(member, [
            'slowApplyPerSecond',
            'clientSentBytesPerSecond',
            'rangesPerSecond',
            'cpuCores',
            'proposalsPending',
          ]),
          against:
            walFsyncP99.value === undefined
              ? undefined
              : `not its disk (fsync p99 ${formatSeconds(walFsyncP99.value)})`,
          next: [
            reads
              ? `on ${member.label}: who reads so much: ss -tni '( sport = :${portOf(member.sample.endpoint, 2379)} )'; lists without limit, watch caches that restart`
              : `on ${member.label}: top (CPU, %st); then fewer or smaller requests`,
            `${file.commands.logs(member)} ("apply request took too long" names the request)`,
            ...(leads ? ['spread clients over all endpoints; give etcd CPU of its own'] : []),
          ],
        },
      ];
    }),
};

function overloadText(reads: boolean, slow: boolean, leads: boolean, sent: number): string {
  if (!reads)
    return `overload: ${leads ? 'the leader' : 'it'} has more to do than it can, requests take longer than 100 ms`;
  const flow = `overload by large reads: ${formatBytes(sent)}/s go to its clients`;
  return slow ? `${flow} and requests take longer than 100 ms` : `${flow}, more than a gigabit link carries`;
}

const slowPerSecond = 0.1;
const largeReads = 8 * 2 ** 20;
/** What a link of 1 Gbit/s carries: a harm to the others on it although this host answers in time. */
const floodReads = 120 * 2 ** 20;
const busyCores = 1.5;

type Pace = { readonly now: number; readonly usual: number; readonly usualSeconds: number };

/** Revisions per second now, and the median of the blocks before, so that a burst does not become the usual at once; without metrics too. */
function paceOf({ history, number }: Case): Pace | undefined {
  const sample = history.at(number);
  if (!sample) return undefined;
  const paces: number[] = [];
  let later = sample;
  for (let block = 1; block <= mostBlocks; block += 1) {
    const earlier = history.at(history.since(sample.mono - block * blockSeconds * 1000, number));
    const pace = earlier && paceBetween(earlier, later);
    if (pace === undefined || !earlier) break;
    paces.push(pace);
    later = earlier;
  }
  const [now, ...before] = paces;
  if (now === undefined || before.length < leastBlocks) return undefined;
  const usual = before.toSorted((a, b) => a - b)[Math.floor((before.length - 1) / 2)] ?? 0;
  return { now, usual, usualSeconds: before.length * blockSeconds };
}

function paceBetween(earlier: ClusterSample, later: ClusterSample): number | undefined {
  const [from, to] = [revisionOf(earlier), revisionOf(later)];
  const seconds = (later.mono - earlier.mono) / 1000;
  if (from === undefined || to === undefined || from > to || seconds < blockSeconds / 2) return undefined;
  return Number(to - from) / seconds;
}

function quotaText({ readings }: MemberView): string {
  const { value } = readings.quotaUsedRatio;
  return value === undefined ? 'unknown' : `${formatRatio(value)} used`;
}
