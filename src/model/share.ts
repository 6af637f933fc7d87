import type { ClusterSample, MemberSample } from './sample.ts';

/** The sample with its lists taken from the one before where they say the same, so that an hour of them holds one copy. */
export function shareLists(sample: ClusterSample, before: ClusterSample | undefined): ClusterSample {
  if (!before) return sample;
  return { ...sample, members: sample.members.map((member) => shareMember(member, before)) };
}

function shareMember(member: MemberSample, before: ClusterSample): MemberSample {
  const old = before.members.find(({ id }) => id === member.id);
  if (!old) return member;
  return {
    ...member,
    peerUrls: share(member.peerUrls, old.peerUrls),
    clientUrls: share(member.clientUrls, old.clientUrls),
    ...(member.status && old.status
      ? { status: { ...member.status, errors: share(member.status.errors, old.status.errors) } }
      : {}),
  };
}

function share(now: readonly string[], before: readonly string[]): readonly string[] {
  return now.length === before.length && now.every((text, at) => text === before[at]) ? before : now;
}
