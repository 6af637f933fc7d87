import type { ClusterSample, MemberSample } from '../sample.ts';
import { answered, seesLeader } from './access.ts';

/** The voters of one sample: learners have no vote, a member that was added but never started has one. */
export type Voters = {
  readonly all: readonly MemberSample[];
  readonly answered: number;
  /** Answered and see a leader. */
  readonly healthy: number;
  readonly needed: number;
  /** Whether any member, learners included, sees a leader. */
  readonly led: boolean;
};

export function votersOf(sample: ClusterSample): Voters {
  const all = sample.members.filter((member) => !isLearner(member));
  return {
    all,
    answered: all.filter(answered).length,
    healthy: all.filter((member) => seesLeader(member) === true).length,
    led: sample.members.some((member) => seesLeader(member) === true),
    needed: Math.floor(all.length / 2) + 1,
  };
}

/** A member's own word is newer than the list of the member that was asked. */
export const isLearner = (member: MemberSample): boolean => member.status?.learner ?? member.learner;
