import { fragmentationFloorBytes } from './registry.ts';
import type { ClusterView, MemberView } from './view.ts';

/** One member to defragment; bytes that its database file would give back to the disk. */
export type DefragStep = {
  readonly memberId: string;
  readonly label: string;
  readonly leader: boolean;
  readonly sizeBytes: number;
  readonly inUseBytes: number;
  readonly returnsBytes: number;
  readonly because: string;
};

/** A member that is left as it is; sizes where they are known. */
export type DefragSkip = {
  readonly memberId: string;
  readonly label: string;
  readonly sizeBytes: number | undefined;
  readonly inUseBytes: number | undefined;
  readonly because: string;
};

/** What a rolling defragmentation would do: one step at a time, in this order. */
export type DefragPlan = {
  readonly steps: readonly DefragStep[];
  readonly skipped: readonly DefragSkip[];
  /** Reasons not to start now. */
  readonly warnings: readonly string[];
};

const worthInUseRatio = 0.5;
const worthQuotaRatio = 0.8;
const littleReturned = 0.05;

/** Followers first and the leader last; learners, unknown sizes and members not worth it are left out and said. */
export function planDefrag(view: ClusterView): DefragPlan {
  const steps: DefragStep[] = [];
  const skipped: DefragSkip[] = [];
  for (const member of view.members) {
    const verdict = weigh(member);
    if (typeof verdict === 'string') skipped.push(skip(member, verdict));
    else steps.push(verdict);
  }
  return {
    steps: steps.sort((a, b) => Number(a.leader) - Number(b.leader)),
    skipped,
    warnings: warningsOf(view, steps),
  };
}

function skip({ id: memberId, label, readings }: MemberView, because: string): DefragSkip {
  return { memberId, label, sizeBytes: readings.dbSizeBytes.value, inUseBytes: readings.dbInUseBytes.value, because };
}

function weigh(member: MemberView): DefragStep | string {
  if (member.role === 'learner') return 'a learner: it refuses the call';
  if (member.role === 'unstarted') return 'it has never started';
  if (member.access === 'down') return 'it does not answer';
  const sizeBytes = member.readings.dbSizeBytes.value;
  const inUseBytes = member.readings.dbInUseBytes.value;
  if (sizeBytes === undefined || inUseBytes === undefined) return 'its sizes are unknown';
  const because = reason(sizeBytes, inUseBytes, member.readings.quotaUsedRatio.value);
  if (because === undefined) return 'not worth it: too little space is unused';
  const { id: memberId, label } = member;
  const leader = member.role === 'leader';
  return { memberId, label, leader, sizeBytes, inUseBytes, returnsBytes: Math.max(0, sizeBytes - inUseBytes), because };
}

/** etcd mixin's fragmentation rule, or a database that nears its quota. */
function reason(sizeBytes: number, inUseBytes: number, quotaUsed: number | undefined): string | undefined {
  if (sizeBytes > 0 && inUseBytes / sizeBytes < worthInUseRatio && inUseBytes > fragmentationFloorBytes)
    return 'less than half of the file is in use';
  if (quotaUsed !== undefined && quotaUsed > worthQuotaRatio)
    return `${Math.floor(quotaUsed * 100)} % of the quota is used`;
  return undefined;
}

function warningsOf(view: ClusterView, steps: readonly DefragStep[]): readonly string[] {
  const warnings: string[] = [];
  if (view.quorum.state !== 'ok') warnings.push('There is no quorum: do not defragment now.');
  for (const member of view.members) {
    if (member.access === 'down' || member.role === 'unstarted')
      warnings.push(`${member.label} does not answer: bring it back first, a defragmenting member serves nothing.`);
  }
  if (view.quorum.state === 'ok' && view.quorum.canLose < 1 && steps.length > 0)
    warnings.push('The cluster can lose no member: while one defragments, writes stop.');
  for (const step of steps) {
    if (step.returnsBytes < step.sizeBytes * littleReturned)
      warnings.push(`${step.label} would give back almost nothing: compact or delete first.`);
  }
  return warnings;
}
