import type { CheckId } from './check-id.ts';
import { certificateChecks } from './checks/certificates.ts';
import type { Check } from './checks/check.ts';
import { clockChecks } from './checks/clock.ts';
import { compactionCheck } from './checks/compaction.ts';
import { databaseChecks } from './checks/database.ts';
import { growthCheck } from './checks/growth.ts';
import { levelChecks } from './checks/level.ts';
import { loadChecks } from './checks/load.ts';
import { memberChecks } from './checks/members.ts';
import { membershipChecks } from './checks/membership.ts';
import { peerChecks } from './checks/peers.ts';
import { progressChecks } from './checks/progress.ts';
import { quorumChecks } from './checks/quorum.ts';
import { reachChecks } from './checks/reach.ts';
import { readChecks } from './checks/reads.ts';
import { splitViewCheck } from './checks/split-view.ts';
import { versionChecks } from './checks/versions.ts';
import { metricIds, registry } from './registry.ts';

/** ★ The checks, in the order in which equally bad findings are listed. */
export const checks: readonly Check[] = [
  ...reachChecks,
  ...quorumChecks,
  splitViewCheck,
  ...memberChecks,
  ...membershipChecks,
  ...databaseChecks,
  growthCheck,
  compactionCheck,
  ...levelChecks,
  ...peerChecks,
  ...readChecks,
  ...progressChecks,
  ...loadChecks,
  ...versionChecks,
  ...certificateChecks,
  ...clockChecks,
];

const judgedByMetrics = metricIds.flatMap((id) => registry[id].check?.id ?? registry[id].judgedBy ?? []);

/** The checks that compare a number with bounds; the others can only be switched off. */
export const boundedChecks: readonly CheckId[] = checks
  .filter(({ id, levels }) => levels !== undefined || judgedByMetrics.includes(id))
  .map(({ id }) => id);

/** The checks that find fault when their number is small. */
export const checksOfLittle: readonly CheckId[] = checks.filter(({ levels }) => levels?.below).map(({ id }) => id);
