import type { Finding } from '../finding.ts';
import { formatDuration } from '../format.ts';
import type { MemberView } from '../view.ts';
import type { Check } from './check.ts';
import { ofCluster } from './finding-of.ts';

/** Endpoints that a sentence has room for. */
const named = 3;

/** Whether anything answers us at all. */
export const reachChecks: readonly Check[] = [
  {
    id: 'endpoint-down',
    title: 'nobody answers',
    reads: 'the endpoints given or discovered, and all members',
    evaluate: ({ members, endpoints }) => {
      if (members.length > 0) return silenceOf(members);
      if (endpoints.length === 0) return [];
      const said = endpoints.slice(0, named).map(({ endpoint, error }) => `${endpoint}: ${error.text}`);
      const rest = endpoints.length - said.length;
      return [
        ofCluster('endpoint-down', {
          severity: 'critical',
          text: `no endpoint answers: ${said.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`,
          remedy:
            'Look whether etcd runs there, and at the address and the certificates we ask with (etcdoc discover).',
          source: 'the member list cannot be read',
        }),
      ];
    },
    cleared: (_, seconds) => `somebody answers again after ${formatDuration(seconds)}`,
  },
  {
    id: 'stale',
    title: 'stale reading',
    reads: 'answers of all members',
    evaluate: ({ freshness, members }, { past, number, history }) => {
      const answered = past.anyAnswered.at(number);
      const now = history.at(number);
      if (freshness.state !== 'stale' || members.length === 0 || !answered || !now) return [];
      const seconds = (now.mono - answered.mono) / 1000 + now.intervalSeconds;
      return [
        ofCluster('stale', {
          severity: 'critical',
          value: seconds,
          unit: 'seconds',
          text: `no member has answered for ${formatDuration(seconds)}: what is known is that old`,
          remedy: 'Look at the members, and at the way from here to them: nothing said here of them is of now.',
          source: 'three intervals without an answer',
        }),
      ];
    },
    cleared: (_, seconds) => `a member answers again after ${formatDuration(seconds)}`,
  },
];

/** Each silent member has a row of its own; that nobody is left, and what that means, is more than their sum. */
function silenceOf(members: readonly MemberView[]): Finding[] {
  const started = members.filter(({ role }) => role !== 'unstarted');
  if (started.length < 2 || started.some(({ access }) => access !== 'down')) return [];
  return [
    ofCluster('endpoint-down', {
      severity: 'critical',
      value: 0,
      text: `no member answers (0 of ${started.length}): quorum cannot be confirmed from here`,
      remedy:
        'Find out first whether only we are cut off: ask from another host. Delete no data and restore nothing before that is known.',
      source: 'Status and /metrics of all members',
    }),
  ];
}
