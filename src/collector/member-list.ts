import { hasTime, timeLeft } from './deadline.ts';
import type { Answerer, EtcdClient, ListedMember } from './etcd-client.ts';
import type { Roster } from './roster.ts';
import { isLearnerRefusal } from './rpc-error-text.ts';

export type ClientOf = (endpoint: string) => EtcdClient;

/** How long earlier endpoints may still decide which cluster is meant once a later one has answered. */
const graceMs = 250;

/** Asks all these endpoints who they are and who the members are; the first one given that answers decides which cluster is meant. */
export async function findCluster(
  endpoints: readonly string[],
  client: ClientOf,
  roster: Roster,
  deadlineAt: number,
): Promise<void> {
  const answers: (Identity | undefined)[] = [];
  const asked = endpoints.map(async (endpoint, index) => {
    answers[index] = await identify(endpoint, client, roster, deadlineAt);
    return answers[index];
  });
  await firstAnswer(asked);
  await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, graceMs))]);
  for (const [index, answer] of answers.entries()) {
    if (answer === undefined) continue;
    roster.learnList(answer.from.clusterId, answer.members);
    roster.learnAnswer(endpoints[index] ?? '', answer.from);
  }
}

/** Asks endpoints of unknown owner who they are. */
export async function nameEndpoints(
  endpoints: readonly string[],
  client: ClientOf,
  roster: Roster,
  deadlineAt: number,
): Promise<void> {
  const name = async (endpoint: string) => {
    const answer = await identify(endpoint, client, roster, deadlineAt);
    if (answer !== undefined) roster.learnAnswer(endpoint, answer.from);
  };
  await Promise.all(endpoints.map(name));
}

/** Takes the member list from the first of `sources` that gives it. */
export async function refreshList(
  sources: readonly string[],
  client: ClientOf,
  roster: Roster,
  deadlineAt: number,
): Promise<void> {
  for (const endpoint of sources) {
    if (!hasTime(deadlineAt)) return;
    try {
      const { from, members } = await client(endpoint).memberList(timeLeft(deadlineAt));
      roster.learnList(from.clusterId, members);
      if (from.clusterId === roster.clusterId()) return;
    } catch {
      // The next one is asked; when nobody answers the list of before stays.
    }
  }
}

type Identity = { readonly from: Answerer; readonly members: readonly ListedMember[] };

async function identify(
  endpoint: string,
  client: ClientOf,
  roster: Roster,
  deadlineAt: number,
): Promise<Identity | undefined> {
  try {
    return await client(endpoint).memberList(timeLeft(deadlineAt));
  } catch (error) {
    // A learner answers Status alone: it is then the only member that is known of.
    const answer = isLearnerRefusal(error) ? await statusOnly(endpoint, client, deadlineAt) : undefined;
    if (answer === undefined) roster.learnFailure(endpoint, error);
    return answer;
  }
}

async function statusOnly(endpoint: string, client: ClientOf, deadlineAt: number): Promise<Identity | undefined> {
  try {
    const { from } = await client(endpoint).status(timeLeft(deadlineAt));
    return { from, members: [{ id: from.memberId, name: '', peerUrls: [], clientUrls: [endpoint], learner: true }] };
  } catch {
    return undefined;
  }
}

/** Resolves with the first that is something, or when all were nothing. */
function firstAnswer<T>(asked: readonly Promise<T | undefined>[]): Promise<void> {
  return new Promise((resolve) => {
    for (const one of asked) one.then((answer) => answer !== undefined && resolve());
    void Promise.all(asked).then(() => resolve());
  });
}
