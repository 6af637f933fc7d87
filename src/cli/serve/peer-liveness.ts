import type { ClusterView, MemberView } from '../../model/view.ts';
import { type Alike, askDaemon, failuresToSilence, isOurs } from './ask-daemon.ts';
import { type NamedDaemonsOptions, watchNamedDaemons } from './named-daemons.ts';

/** The daemons beside the other members: whether each answers `/livez` on the port we listen on. */
export type PeerLiveness = {
  /** Begins to ask those that are due; returns at once. */
  readonly ask: (view: ClusterView, localId: string | undefined) => void;
  /** Undefined where it was not asked yet, and where no host is known that could be. */
  readonly answers: (memberId: string) => boolean | undefined;
  /** What keeps the daemons from being found, in one sentence. */
  readonly problem: () => string | undefined;
};

export type PeerLivenessOptions = Alike &
  Pick<NamedDaemonsOptions, 'everyMs' | 'addressesOf'> & {
    /** The name that all daemons have, asked where no member list tells their hosts. */
    readonly name: () => string | undefined;
  };

type Known = { answers?: boolean | undefined; failures: number; askedMono: number };

/** Nobody is known at first. Answers are kept from one sample to the next; the loop never waits for them. */
export function watchPeerLiveness(options: PeerLivenessOptions): PeerLiveness {
  const { everyMs = 4000 } = options;
  const known = new Map<string, Known>();
  const asked = new Set<string>();
  const named = watchNamedDaemons(options);
  let byName = false;

  async function askOne(id: string, host: string): Promise<void> {
    const before = known.get(id);
    const answers = (await askDaemon(host, options)) !== undefined;
    const failures = answers ? 0 : (before?.failures ?? 0) + 1;
    const silent = before?.answers !== true || failures >= failuresToSilence;
    known.set(id, { answers: answers || !silent, failures, askedMono: performance.now() });
    asked.delete(id);
  }

  return {
    ask(view, localId) {
      const name = options.name();
      byName = view.clusterId === undefined && name !== undefined;
      if (view.clusterId === undefined && name !== undefined) named.ask(name);
      const others = view.members.filter(({ id, role }) => id !== localId && role !== 'unstarted');
      for (const id of known.keys()) if (!others.some((other) => other.id === id)) known.delete(id);
      for (const member of others) {
        const host = hostOf(member);
        const last = known.get(member.id)?.askedMono ?? Number.NEGATIVE_INFINITY;
        if (host === undefined || asked.has(member.id) || performance.now() - last < everyMs) continue;
        if (isOurs(host, options)) {
          known.set(member.id, { answers: false, failures: 0, askedMono: performance.now() });
          continue;
        }
        asked.add(member.id);
        void askOne(member.id, host);
      }
    },
    answers: (id) => known.get(id)?.answers ?? (byName ? named.answers(id) : undefined),
    problem: () => (byName ? named.problem() : undefined),
  };
}

/** Members reach each other by their peer URLs, so that those never name a loopback of somebody else's. */
function hostOf({ sample }: MemberView): string | undefined {
  return [...sample.peerUrls, ...sample.clientUrls].map((url) => URL.parse(url)?.hostname).find(Boolean);
}
