import type { ClusterView } from '../model/view.ts';
import { clusterFamilies } from './exposition-cluster.ts';
import type { Family } from './exposition-family.ts';
import { judgedFamilies } from './exposition-judged.ts';
import { memberFamilies, upFamily } from './exposition-members.ts';

/** Everything of a view as metrics. One that is `silent` is too old to be shown: then its members are only known not to answer. */
export function viewFamilies(view: ClusterView, { silent = false } = {}): readonly Family[] {
  const up = upFamily(view, silent);
  return silent ? [up] : [up, ...clusterFamilies(view), ...memberFamilies(view), ...judgedFamilies(view)];
}
