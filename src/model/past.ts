import { accessOf, answered, unstarted } from './derive/access.ts';
import { type LeaderSeen, leaderSeen, sameLeader } from './derive/leader.ts';
import { votersOf } from './derive/voters.ts';
import { readAt, restartedBetween } from './restart.ts';
import type { ClusterSample, MemberSample } from './sample.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import type { Access } from './view.ts';

/** What only shows over time, kept as changes by sample number, so that a view of any moment uses nothing later. */
export type Past = {
  record(number: number, sample: ClusterSample): void;
  readonly leader: Timeline<LeaderSeen>;
  /** Whether enough voters see a leader. */
  readonly enough: Timeline<boolean>;
  /** Whether every started member answered, and whether any did. */
  readonly complete: Timeline<boolean>;
  readonly anyAnswered: Timeline<boolean>;
  member(id: string): MemberPast | undefined;
};

export type MemberPast = {
  readonly access: Timeline<Access>;
  readonly life: Timeline<Life>;
};

/** One run of a member's process; `run` counts those we saw, from 0. */
export type Life = { readonly run: number; readonly version?: string | undefined };

export function createPast(): Past {
  const is = (a: unknown, b: unknown) => a === b;
  const leader = createTimeline<LeaderSeen>(sameLeader);
  const enough = createTimeline<boolean>(is);
  const complete = createTimeline<boolean>(is);
  const anyAnswered = createTimeline<boolean>(is);
  const members = new Map<string, ReturnType<typeof createMemberPast>>();
  return {
    leader,
    enough,
    complete,
    anyAnswered,
    member: (id) => members.get(id),
    record(number, sample) {
      leader.record(number, sample, leaderSeen(sample));
      const voters = votersOf(sample);
      enough.record(number, sample, voters.healthy >= voters.needed);
      const started = sample.members.filter((member) => !unstarted(member));
      complete.record(number, sample, started.length > 0 && started.every(answered));
      anyAnswered.record(number, sample, sample.members.some(answered));
      for (const member of sample.members) {
        const past = members.get(member.id) ?? createMemberPast();
        members.delete(member.id);
        members.set(member.id, past);
        past.record(number, sample, member);
      }
      for (const id of members.keys()) {
        if (members.size <= Math.max(64, 2 * sample.members.length)) break;
        members.delete(id);
      }
    },
  };
}

function createMemberPast() {
  const access = createTimeline<Access>((a, b) => a === b);
  const life = createTimeline<Life>((a, b) => a.run === b.run && a.version === b.version);
  let last: { sample: ClusterSample; member: MemberSample } | undefined;
  let run = 0;
  let version: string | undefined;
  /** Whether the version told of a restart that the next page will tell of again. */
  let counted = false;
  return {
    access,
    life,
    record(number: number, sample: ClusterSample, member: MemberSample) {
      access.record(number, sample, accessOf(member));
      const now = member.status?.version;
      // Another version is another process, also where the page has not come yet or a young member's counters do not tell.
      const replaced = now !== undefined && version !== undefined && now !== version;
      version = now ?? version;
      let restarted = replaced;
      if (member.metrics) {
        const before = last?.member.metrics;
        const told = last && before && restartedBetween(before.set, member.metrics.set, readAt(last.sample, before));
        restarted ||= told === true && !counted;
        counted = false;
        last = { sample, member };
      } else counted ||= replaced;
      if (restarted) run += 1;
      if (answered(member)) life.record(number, sample, { run, version });
    },
  };
}
