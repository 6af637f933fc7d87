import type { Facts } from '../derive/derive-view.ts';
import { blindWithoutApi } from './blind.ts';
import type { Check } from './check.ts';
import { ofCluster } from './finding-of.ts';
import { passedBound } from './passed-bound.ts';

/** etcd FAQ: more voters only make writes slower. */
const mostVoters = 7;

/** Whether the number of voters makes sense. */
export const membershipChecks: readonly Check[] = [
  {
    id: 'even-members',
    title: 'even number of voters',
    reads: 'member list',
    evaluate: ({ quorum: { voters }, clusterId }) => {
      if (clusterId === undefined || voters === 0 || voters % 2 === 1) return [];
      const two = voters === 2;
      return [
        ofCluster('even-members', {
          // Every change of a member passes through an even number: alone it is no fault.
          severity: two ? 'warning' : 'info',
          value: voters,
          unit: 'count',
          text: two
            ? '2 voters: the loss of either stops all writes, so they are worse than one'
            : `${voters} voters survive no more failures than ${voters - 1}`,
          remedy: 'Add a member or remove one, so that the number of voters is odd.',
          source: 'etcd FAQ: why an odd number of members',
        }),
      ];
    },
    blind: blindWithoutApi('even-members'),
    unknown: withoutMembers,
  },
  {
    id: 'too-many-members',
    title: 'too many voters',
    reads: 'member list',
    levels: { warning: mostVoters },
    evaluate: ({ quorum: { voters }, clusterId }, { bounds }) => {
      if (clusterId === undefined) return [];
      // So many are allowed: it is one more that is too many.
      const passed = passedBound(voters - 1, bounds);
      if (!passed) return [];
      return [
        ofCluster('too-many-members', {
          ...passed,
          value: voters,
          unit: 'count',
          text: `${voters} voters > ${passed.threshold}: each write waits for more of them`,
          remedy: 'Remove members until five or seven are left.',
          source: 'etcd FAQ: at most seven members',
        }),
      ];
    },
    blind: blindWithoutApi('too-many-members'),
    unknown: withoutMembers,
  },
];

function withoutMembers({ members }: Facts): boolean {
  return members.length === 0;
}
