import { restartSeconds } from '../derive/health.ts';
import { lastRestart } from '../derive/restarts.ts';
import { hangOf } from '../derive/trouble.ts';
import { isLearner } from '../derive/voters.ts';
import { formatDuration, formatSeconds } from '../format.ts';
import type { MemberSample } from '../sample.ts';
import { blindReadings, blindWithoutApi } from './blind.ts';
import type { Check } from './check.ts';
import { ofMember } from './finding-of.ts';

/** Whether each member answers, and what is known of it. */
export const memberChecks: readonly Check[] = [
  {
    id: 'member-down',
    title: 'member down',
    reads: 'Status and /metrics of each member',
    evaluate: (facts) => [
      ...facts.members
        .filter(({ health, access, role }) => role !== 'unstarted' && (access === 'down' || health === 'HUNG'))
        .map((member) =>
          ofMember('member-down', member, {
            severity: isLearner(member.sample) ? 'warning' : 'critical',
            text:
              member.health === 'HUNG'
                ? `hung: ${hangOf(member.sample)}`
                : `unreachable: ${absenceOf(member.sample, facts.clusterId !== undefined)}`,
            remedy:
              member.health === 'HUNG'
                ? 'Its port is open or silent, the process does not answer: look at the process state, its disk and the way there; do not stop another voter now.'
                : "Look at the member's process and log on its host, and at the way there; do not stop another voter now.",
            source: 'etcd mixin etcdMembersDown',
          }),
        ),
      // Where no endpoint answers at all, that is said once and not of each page.
      ...facts.members
        .filter(({ health, access }) => facts.clusterId !== undefined && access === 'metrics-only' && health !== 'HUNG')
        .map((member) =>
          ofMember('member-down', member, {
            severity: 'warning',
            text: `its metrics answer, but its API does not: ${member.sample.statusError?.text ?? 'no answer'}`,
            remedy: 'Look at its client port, certificate and listen-client-urls: clients that use it fail as we do.',
            source: 'Status of the member',
          }),
        ),
    ],
    blind: blindWithoutApi('member-down'),
    cleared: (_, seconds) => `reachable again after ${formatDuration(seconds)}`,
  },
  {
    id: 'member-unstarted',
    title: 'member never started',
    reads: 'member list',
    forSeconds: 60,
    evaluate: (facts) =>
      facts.members
        .filter(({ role }) => role === 'unstarted')
        .map((member) =>
          ofMember('member-unstarted', member, {
            severity: 'warning',
            text: `was added but has never started${isLearner(member.sample) ? '' : '; it counts as a voter already'}`,
            remedy: 'Start etcd with its peer URL and initial-cluster-state existing, or remove the member.',
            source: 'etcd runtime reconfiguration guide',
          }),
        ),
    blind: blindWithoutApi('member-unstarted'),
    cleared: () => 'is no longer an unstarted member',
  },
  {
    id: 'member-restarted',
    title: 'member restarted',
    reads: 'process_start_time_seconds and counters; version',
    silent: true,
    evaluate: (facts, { past, number }) =>
      facts.members.flatMap((member) => {
        const restart = lastRestart(past, member.id, number);
        const seconds = restart ? (facts.at - restart.at) / 1000 : Number.POSITIVE_INFINITY;
        if (!restart || seconds > restartSeconds) return [];
        const { fromVersion, toVersion } = restart;
        const upgrade =
          fromVersion && toVersion && fromVersion !== toVersion ? ` (${fromVersion} -> ${toVersion})` : '';
        return [
          ofMember('member-restarted', member, {
            severity: 'info',
            value: seconds,
            unit: 'seconds',
            text: `restarted ${formatDuration(seconds)} ago${upgrade}`,
            remedy: 'Nothing to do if that was meant; else look for the reason in its log (OOM kill, panic, probe).',
            source: 'process_start_time_seconds',
          }),
        ];
      }),
    blind: (facts) => blindReadings(facts, 'member-restarted', 'uptimeSeconds'),
  },
  {
    id: 'metrics-unavailable',
    title: 'metrics unavailable',
    reads: '/metrics of each member',
    forSeconds: 10,
    evaluate: (facts, { past, number }) =>
      facts.members
        .filter(({ access }) => access === 'api-only')
        .map((member) => {
          const had =
            past
              .member(member.id)
              ?.access.upTo(number)
              .some(({ value }) => value === 'full') ?? false;
          return ofMember('metrics-unavailable', member, {
            severity: had ? 'warning' : 'info',
            text: `${had ? 'metrics no longer answer' : 'no metrics'}: ${member.sample.metricsError?.text ?? 'not asked yet'}`,
            remedy:
              'etcd-expose-metrics: true on RKE2 or K3s, --listen-metrics-urls on a reachable address elsewhere, --metrics-urls here, or etcdoc serve on its host.',
            source: 'disk latency, RTT and rates exist only as metrics',
          });
        }),
    unknown: (facts, subject) => facts.members.some(({ id, access }) => id === subject && access === 'down'),
    cleared: (_, seconds) => `metrics answer again after ${formatDuration(seconds)}`,
  },
  {
    id: 'defrag-in-flight',
    title: 'defragmentation in flight',
    reads: 'defragInFlight',
    metric: 'defragInFlight',
    evaluate: (facts) =>
      facts.members
        .filter(({ readings }) => (readings.defragInFlight.value ?? 0) > 0)
        .map((member) =>
          ofMember('defrag-in-flight', member, {
            severity: 'warning',
            text: 'is being defragmented and serves nothing until that is done',
            remedy: 'Wait for it to end before touching another member.',
            source: 'etcd_disk_defrag_inflight',
          }),
        ),
    blind: (facts) => blindReadings(facts, 'defrag-in-flight', 'defragInFlight'),
    cleared: (_, seconds) => `defragmentation done after ${formatSeconds(Math.max(1, seconds))}`,
  },
];

/** Why nothing answers: without the member list its page was the only thing that ever did. */
const absenceOf = ({ statusError, metricsError }: MemberSample, listed: boolean): string =>
  (listed ? statusError : (metricsError ?? statusError))?.text ?? 'no answer';
