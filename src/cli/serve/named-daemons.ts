import { lookup } from 'node:dns/promises';
import { errorMessage } from '../../text/error-message.ts';
import { type Alike, askDaemon, failuresToSilence, isOurs } from './ask-daemon.ts';

/** The daemons behind one name, such as that of a headless Service, by the members they are beside. */
export type NamedDaemons = {
  /** Begins to ask them when that is due; returns at once. */
  readonly ask: (name: string) => void;
  readonly answers: (memberId: string) => boolean;
  /** Why nobody is known by the name, in one sentence. */
  readonly problem: () => string | undefined;
};

export type NamedDaemonsOptions = Alike & {
  readonly everyMs?: number | undefined;
  readonly addressesOf?: ((name: string) => Promise<readonly string[]>) | undefined;
};

/** A name that stands for more hosts than a cluster has is not one of daemons. */
const mostHosts = 16;

/** Nobody is known at first. What the name told stays in use while DNS fails; the loop never waits for either. */
export function watchNamedDaemons(options: NamedDaemonsOptions): NamedDaemons {
  const { everyMs = 4000, addressesOf = resolved } = options;
  /** Failures in a row of each member's daemon that has answered. */
  const failures = new Map<string, number>();
  let hosts: readonly string[] = [];
  let askedMono = Number.NEGATIVE_INFINITY;
  let resolving = false;
  let problem: string | undefined;

  async function resolve(name: string): Promise<void> {
    try {
      hosts = (await addressesOf(name)).slice(0, mostHosts);
      problem = undefined;
    } catch (error) {
      problem = `serve.peers: ${name} tells of no hosts (${errorMessage(error)}): each daemon speaks for the cluster`;
    }
    resolving = false;
  }

  async function askAll(): Promise<void> {
    const others = hosts.filter((host) => !isOurs(host, options));
    const answers = await Promise.all(others.map((host) => askDaemon(host, options)));
    const ids = new Set(answers.flatMap((answer) => answer?.memberId ?? []));
    for (const [id, failed] of failures) {
      if (ids.has(id)) continue;
      if (failed + 1 >= failuresToSilence) failures.delete(id);
      else failures.set(id, failed + 1);
    }
    for (const id of ids) failures.set(id, 0);
  }

  return {
    ask(name) {
      if (performance.now() - askedMono < everyMs) return;
      askedMono = performance.now();
      if (hosts.length > 0) void askAll();
      // One that hangs is asked once.
      if (resolving) return;
      resolving = true;
      const isFirst = hosts.length === 0;
      void resolve(name).then(() => (isFirst ? askAll() : undefined));
    },
    answers: (id) => failures.has(id),
    problem: () => (hosts.length === 0 ? problem : undefined),
  };
}

const resolved = async (name: string): Promise<readonly string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address);
