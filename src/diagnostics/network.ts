import type { DiagnosticResult } from '../model/diagnostic.ts';
import { formatSeconds } from '../model/format.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { errorMessage } from '../text/error-message.ts';
import { withDeadline } from './deadline.ts';
import type { Diagnostic, DiagnosticContext } from './diagnostic.ts';
import { type Answer, eachMember } from './each-member.ts';

type RoundTrips = { readonly seconds: readonly number[]; readonly error?: string | undefined };

const rounds = 5;
/** Peer RTT p99: OpenShift's guidance and the etcd mixin. */
const warningSeconds = 0.05;
const criticalSeconds = 0.15;

/** Round trips from here to each member, and between the members as they measure them. */
export const network: Diagnostic = {
  id: 'network',
  title: 'Round trips',
  effect: 'read',
  help: `Asks each member for Status ${rounds} times, and shows the peer round trips that the members' own probes have measured.`,
  async *run(context) {
    const started = context.view.members.filter((member) => member.role !== 'unstarted');
    const answers = yield* eachMember(started, context, (member) => measure(member, context));
    if (answers) yield { kind: 'result', result: conclude(answers, context.view) };
  },
};

async function measure(member: MemberView, { client, deadlineMs, signal }: DiagnosticContext): Promise<RoundTrips> {
  const seconds: number[] = [];
  try {
    // The first answer pays for the connection and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const answer = await withDeadline(client(member.id).status(deadlineMs, signal), deadlineMs, signal);
      if (round > 0) seconds.push(answer.status.rttSeconds);
    }
    return { seconds };
  } catch (error) {
    return { seconds, error: errorMessage(error) };
  }
}

function conclude(answers: readonly Answer<RoundTrips>[], view: ClusterView): DiagnosticResult {
  const voters = answers.map(({ member }) => member);
  const slowest = slowestPair(view, voters);
  const failed = answers.filter(({ value }) => value.error !== undefined);
  return {
    id: 'network',
    verdict: verdictOf(answers, failed.length, slowest?.seconds),
    summary: summaryOf(answers, failed, slowest),
    table: {
      columns: ['MEMBER', 'MIN', 'MEDIAN', 'MAX', ...voters.map((member) => `>${member.label}`)],
      rows: answers.map(({ member, value }) => [
        member.label,
        ...spread(value.seconds).map((seconds) => (seconds === undefined ? '-' : formatSeconds(seconds))),
        ...voters.map((peer) => (peer.id === member.id ? '' : cell(view.rtt[member.id]?.[peer.id]?.value))),
      ]),
    },
    notes: [
      `MIN, MEDIAN and MAX are ${rounds} Status calls from this host; >NAME is the p99 that the row's member has measured to that peer.`,
      ...failed.map(({ member, value }) => `${member.label}: ${value.error}`),
    ],
    data: answers.map(({ member, value }) => ({
      member: member.id,
      name: member.label,
      statusSeconds: value.seconds,
      error: value.error ?? null,
      peerRttP99Seconds: Object.fromEntries(
        Object.entries(view.rtt[member.id] ?? {}).map(([peer, reading]) => [peer, reading.value ?? null]),
      ),
    })),
  };
}

const cell = (seconds: number | undefined) => (seconds === undefined ? '-' : formatSeconds(seconds));

/** Least, middle and greatest. */
function spread(seconds: readonly number[]): (number | undefined)[] {
  const sorted = seconds.toSorted((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
}

type Pair = { readonly from: string; readonly to: string; readonly seconds: number };

function slowestPair(view: ClusterView, members: readonly MemberView[]): Pair | undefined {
  const pairs = members.flatMap((from) =>
    members.flatMap((to): Pair[] => {
      const seconds = view.rtt[from.id]?.[to.id]?.value;
      return seconds === undefined || from.id === to.id ? [] : [{ from: from.label, to: to.label, seconds }];
    }),
  );
  return pairs.toSorted((a, b) => b.seconds - a.seconds)[0];
}

function verdictOf(answers: readonly Answer<RoundTrips>[], failed: number, worst: number | undefined) {
  if (answers.every(({ value }) => value.seconds.length === 0)) return 'unknown';
  if (failed > 0 || (worst !== undefined && worst >= criticalSeconds)) return 'critical';
  return worst !== undefined && worst >= warningSeconds ? 'warning' : 'ok';
}

function summaryOf(
  answers: readonly Answer<RoundTrips>[],
  failed: readonly Answer<RoundTrips>[],
  slowest?: Pair,
): string {
  if (failed.length > 0) return `${failed.map(({ member }) => member.label).join(', ')} did not answer every call`;
  const medians = answers.map(({ value }) => spread(value.seconds)[1] ?? 0);
  const peers = slowest
    ? `slowest peer link ${slowest.from} to ${slowest.to}, p99 ${formatSeconds(slowest.seconds)}`
    : 'no peer round trips known';
  const who = answers.length === 1 ? '1 member answers' : `${answers.length} members answer`;
  return `${who} within ${formatSeconds(Math.max(0, ...medians))} (median); ${peers}`;
}
