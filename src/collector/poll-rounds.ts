import type { MemberSample } from '../model/sample.ts';
import { waitUntil } from './deadline.ts';
import type { ListedMember } from './etcd-client.ts';

/** Until when a round may take (monotonic ms): with members that answered last time, and with those that did not. */
export type RoundLimits = { readonly deadlineAt: number; readonly graceAt: number };

/**
 * Rounds of questions to members. A member that let its time pass in the round before gets a short grace and not the whole deadline,
 * so that nobody waits for it again and again; its question stays open, and once that is answered it is waited for as before.
 */
export type PollRounds = {
  readonly take: (members: readonly ListedMember[], limits: RoundLimits) => Promise<MemberSample[]>;
  /** Whether a round took over a question of an earlier one since this was last asked. */
  readonly carriesOver: () => boolean;
  readonly forget: (isKnown: (id: string) => boolean) => void;
};

/** Rounds that put their questions by `ask`, which settles at its deadline. */
export function createPollRounds(ask: (member: ListedMember, deadlineAt: number) => Promise<MemberSample>): PollRounds {
  const open = new Map<string, Promise<MemberSample>>();
  const late = new Map<string, MemberSample>();
  let carried = false;

  const begin = (member: ListedMember, deadlineAt: number): Promise<MemberSample> => {
    const before = open.get(member.id);
    if (before !== undefined) {
      carried = true;
      return before;
    }
    const asked = ask(member, deadlineAt)
      .then((sample) => {
        if (sample.statusError?.kind === 'timeout') late.set(member.id, sample);
        else late.delete(member.id);
        return sample;
      })
      .finally(() => open.delete(member.id));
    open.set(member.id, asked);
    return asked;
  };

  return {
    take: async (members, { deadlineAt, graceAt }) => {
      const answers = new Map<string, MemberSample>();
      const lateBefore = new Map(late);
      const asked = members.map(async (member) => {
        answers.set(member.id, await begin(member, deadlineAt));
      });
      await Promise.all(asked.filter((_, index) => !lateBefore.has(members[index]?.id ?? '')));
      await waitUntil(graceAt, Promise.all(asked));
      return members.flatMap((member) => {
        const sample = answers.get(member.id) ?? withRow(lateBefore.get(member.id), member);
        return sample === undefined ? [] : [sample];
      });
    },
    carriesOver: () => {
      const was = carried;
      carried = false;
      return was;
    },
    forget: (isKnown) => {
      for (const id of late.keys()) if (!isKnown(id)) late.delete(id);
    },
  };
}

/** The failure of before under the name and addresses of today. */
function withRow(sample: MemberSample | undefined, member: ListedMember): MemberSample | undefined {
  const { name, peerUrls, clientUrls } = member;
  return sample && { ...sample, name, peerUrls, clientUrls };
}
