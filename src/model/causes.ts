import { memberDown, memberHung, plannedRestart } from './causes/absence.ts';
import type { CauseRow } from './causes/cause-row.ts';
import { slowDisk } from './causes/disk.ts';
import { certificate, clockDrift, clusterMismatch, upgradeInProgress } from './causes/identity.ts';
import { leaderFlapping } from './causes/leader.ts';
import { learnerStalled } from './causes/learner.ts';
import { overload, runawayWriter } from './causes/load.ts';
import { slowNetwork } from './causes/network.ts';
import { partition } from './causes/partition.ts';
import { quorumLost } from './causes/quorum.ts';
import { noAnswer } from './causes/silence.ts';
import { fragmentation, quotaExhausted, quotaSoon } from './causes/space.ts';
import { noCompaction } from './causes/upkeep.ts';

/** ★ The causes; of equally bad ones the earlier accounts for findings first: what brings others about stands before them. */
export const causes: readonly CauseRow[] = [
  certificate,
  noAnswer,
  quorumLost,
  partition,
  memberHung,
  upgradeInProgress,
  memberDown,
  quotaExhausted,
  slowDisk,
  slowNetwork,
  learnerStalled,
  overload,
  leaderFlapping,
  quotaSoon,
  runawayWriter,
  noCompaction,
  fragmentation,
  clusterMismatch,
  clockDrift,
  plannedRestart,
];
