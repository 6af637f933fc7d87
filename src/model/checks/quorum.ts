import { answered } from '../derive/access.ts';
import type { Facts } from '../derive/derive-view.ts';
import { isLearner } from '../derive/voters.ts';
import { formatDuration } from '../format.ts';
import { seriesOf } from '../metric-set.ts';
import type { MemberView } from '../view.ts';
import { blindWithoutApi } from './blind.ts';
import type { Check } from './check.ts';
import { ofCluster } from './finding-of.ts';
import { leaderChangesCheck } from './leader-changes.ts';

/** Whether the cluster can decide, who leads, and how steadily. */
export const quorumChecks: readonly Check[] = [
  {
    id: 'quorum-lost',
    title: 'quorum lost',
    reads: 'Status of the voters',
    evaluate: (facts) => {
      const { state, voters, needed } = facts.quorum;
      if (state !== 'lost') return [];
      const silent = unanswered(facts);
      const hidden = silent.filter(({ sample }) => sample.statusError?.kind === 'timeout').length;
      const sight = hidden >= needed ? '; those that time out may still form one out of our sight' : '';
      const why =
        silent.length === 0
          ? 'all answer but elect no leader'
          : `${voters - silent.length} of ${voters} voters answer, ${needed} needed`;
      return [
        ofCluster('quorum-lost', {
          severity: 'critical',
          value: voters - silent.length,
          threshold: needed,
          unit: 'count',
          text: `quorum lost: ${why}${sight}`,
          remedy:
            'Bring voters back before anything else; restore from a snapshot only when their data is gone for good.',
          source: 'etcd mixin etcdInsufficientMembers',
        }),
      ];
    },
    blind: blindWithoutApi('quorum-lost'),
    cleared: (_, seconds) => `quorum regained after ${formatDuration(seconds)}`,
  },
  {
    id: 'quorum-margin',
    title: 'quorum without margin',
    reads: 'Status of the voters',
    evaluate: ({ quorum, clusterId }) => {
      const { state, voters, healthy, needed, canLose } = quorum;
      if (clusterId === undefined || state === 'lost' || healthy === 0 || healthy >= voters || canLose > 0) return [];
      const short = healthy < needed;
      return [
        ofCluster('quorum-margin', {
          severity: short ? 'critical' : 'warning',
          value: healthy,
          threshold: needed,
          unit: 'count',
          text: short
            ? `only ${healthy} of ${voters} voters answer and see a leader, ${needed} needed`
            : `one more failure stops all writes: ${healthy} of ${voters} voters healthy`,
          remedy: 'Bring the missing voter back before any other maintenance; stop no other member.',
          source: 'etcd fault tolerance: (n-1)/2 failures',
        }),
      ];
    },
    blind: blindWithoutApi('quorum-margin'),
    // Lost is no margin: the alert goes on until there is a quorum to have one.
    unknown: ({ quorum }) => quorum.state !== 'ok',
    cleared: (_, seconds) => `quorum has margin again after ${formatDuration(seconds)}`,
  },
  {
    id: 'no-leader',
    title: 'no leader',
    reads: 'Status of the members',
    evaluate: (facts, { past, number, history }) => {
      const seen = past.leader.at(number);
      if (seen?.value.state !== 'none') return [];
      const seconds = ((history.at(number)?.mono ?? seen.mono) - seen.mono) / 1000;
      return [
        ofCluster('no-leader', {
          severity: 'critical',
          value: seconds,
          unit: 'seconds',
          text: `no leader${seconds > 0 ? ` for ${formatDuration(seconds)}` : ''}: ${whoSeesNone(facts)}`,
          remedy:
            'An election takes a few seconds; if it lasts, look at the peer network and at the voters that are down.',
          source: 'etcd mixin etcdNoLeader',
        }),
      ];
    },
    blind: blindWithoutApi('no-leader'),
    cleared: (_, seconds) => `a leader is back after ${formatDuration(seconds)}`,
  },
  leaderChangesCheck,
];

function whoSeesNone(facts: Facts): string {
  const { clusterId, quorum, members } = facts;
  if (clusterId !== undefined)
    return `${quorum.voters - unanswered(facts).length} of ${quorum.voters} voters answer and none sees one`;
  const asked = members.filter(({ sample }) => answered(sample));
  const said = asked.map((member) => `${member.label} sees none${linksOf(member)}`);
  return `${said.join('; ')}; what other members see is not known here`;
}

/** Whether a member that is asked alone is cut off. */
function linksOf({ sample }: MemberView): string {
  const links = sample.metrics ? seriesOf(sample.metrics.set, 'etcd_network_active_peers') : [];
  if (links.length === 0) return '';
  const up = links.filter(({ value }) => value > 0).length;
  return up === 0 ? ' and is connected to no peer' : ` and is connected to ${up} of its peers`;
}

const unanswered = (facts: Facts) => facts.members.filter(({ sample }) => !isLearner(sample) && !answered(sample));
