import { wantedFamilies } from '../model/registry.ts';
import type { ClusterSample, EndpointSample, MemberSample, Source } from '../model/sample.ts';
import { watchCertificates } from './certificate-ends.ts';
import type { Connection } from './connection.ts';
import { waitUntil } from './deadline.ts';
import { endpointKey, parseEndpoint } from './endpoint.ts';
import type { EtcdClient } from './etcd-client.ts';
import { createGivenMetrics } from './given-metrics.ts';
import { createEtcdClient } from './grpc-client.ts';
import { findCluster, nameEndpoints, refreshList } from './member-list.ts';
import { createMemberPoll, type MemberPoll } from './member-poll.ts';
import { createMetricsOnly } from './metrics-only.ts';
import { openPeerDaemons } from './peer-daemons.ts';
import { createPollRounds, type RoundLimits } from './poll-rounds.ts';
import { createRoster } from './roster.ts';
import { createScraper } from './scrape.ts';
import { createSlowClock, type Reader } from './slow-clock.ts';
import { ticks } from './ticks.ts';
import { openTlsStore } from './tls-store.ts';
import { createTokens } from './tokens.ts';

export type PollerOptions = {
  readonly intervalSeconds: number;
  /** A tick may take so long in any case: where a short interval is no hurry, but how far apart two samples are. */
  readonly leastDeadlineMs?: number | undefined;
  /** Seconds between linearizable reads (30); each goes to one member, in turn. */
  readonly linearizableEverySeconds?: number | undefined;
};

/** The live source: one sample per interval, whatever happens; what failed is in the sample. To be iterated once. */
export type Poller = Source & {
  /** The endpoints that were given, as URLs. */
  readonly endpoints: readonly string[];
  readonly setInterval: (seconds: number) => void;
  /** Begins the next tick at once. */
  readonly sampleNow: () => void;
  /** Ends the iteration and closes every connection. */
  readonly close: () => void;
};

/**
 * A poller for a cluster. Throws an EtcdError for endpoints and TLS files that cannot be used; dials nothing before it is iterated.
 * Every tick has one deadline for all it asks, a little under the interval or `leastDeadlineMs`, and never above the command timeout.
 */
export function createPoller(connection: Connection, options: PollerOptions): Poller {
  const endpoints = connection.endpoints.map((endpoint) => parseEndpoint(endpoint).origin);
  const { dialTimeoutMs, commandTimeoutMs } = connection;
  const tls = openTlsStore(connection.tls);
  const closing = new AbortController();
  const tokens = createTokens(connection.user);
  const scraper = createScraper({ tls, dialTimeoutMs, wanted: wantedFamilies, signal: closing.signal });
  const daemons = openPeerDaemons(connection, closing.signal);
  const given = createGivenMetrics(connection.metricsUrls, scraper);
  const roster = createRoster(endpoints, connection.expand);
  const metricsOnly = createMetricsOnly(scraper);
  const certificates = watchCertificates(connection.certificateFiles ?? []);
  const slowClock = createSlowClock(options.linearizableEverySeconds ?? 30, commandTimeoutMs, closing.signal);
  const clients = new Map<string, EtcdClient>();
  const polls = new Map<string, MemberPoll>();
  const used = new Set<string>();

  const client = (endpoint: string): EtcdClient => {
    const key = endpointKey(endpoint);
    const known =
      clients.get(key) ?? createEtcdClient(endpoint, { dialTimeoutMs, tls, tokens, signal: closing.signal });
    clients.set(key, known);
    used.add(key);
    return known;
  };

  const dropConnections = () => {
    scraper.drop();
    daemons?.pages.drop();
    for (const one of clients.values()) one.close();
  };

  const rounds = createPollRounds((member, deadlineAt) => {
    const one =
      polls.get(member.id) ?? createMemberPoll({ client, scraper, given, daemons, answered: roster.learnAnswer });
    polls.set(member.id, one);
    return one.poll({ member, clusterId: roster.clusterId() ?? '', addresses: roster.addresses(member), deadlineAt });
  });

  const pollMembers = async (limits: RoundLimits, samples: Map<string, MemberSample>) => {
    const members = roster.members().filter(({ id }) => !samples.has(id));
    for (const sample of await rounds.take(members, limits)) samples.set(sample.id, sample);
  };

  /** Closes what belonged to members that are gone and to addresses that nobody asked in this tick. */
  const prune = () => {
    const ids = new Set(roster.members().map(({ id }) => id));
    for (const id of polls.keys()) if (!ids.has(id)) polls.delete(id);
    rounds.forget((id) => ids.has(id));
    if (rounds.carriesOver()) return;
    for (const [key, one] of clients) {
      if (used.has(key)) continue;
      one.close();
      clients.delete(key);
    }
    used.clear();
  };

  const listSources = () => {
    const answering = roster
      .members()
      .flatMap(({ id, learner }) => (learner ? [] : (polls.get(id)?.answering() ?? [])));
    return answering.length > 0 ? answering : endpoints;
  };

  const readers = (): Reader[] =>
    roster.members().flatMap(({ id, learner }) => {
      const endpoint = polls.get(id)?.answering();
      return learner || endpoint === undefined ? [] : [{ id, client: client(endpoint) }];
    });

  const tick = async (intervalSeconds: number): Promise<ClusterSample> => {
    const at = Date.now();
    const mono = performance.now();
    const deadlineAt = mono + Math.min(Math.max(intervalSeconds * 900, options.leastDeadlineMs ?? 0), commandTimeoutMs);
    const limits = { deadlineAt, graceAt: mono + Math.max(150, intervalSeconds * 250) };
    if (tls.refresh()) {
      dropConnections();
      certificates.lookAgain();
    }
    daemons?.refresh();
    const samples = new Map<string, MemberSample>();
    // A page that drips leaves the members their half; whose it is may come late.
    const identified = waitUntil((mono + deadlineAt) / 2, given.identify(deadlineAt, roster.clusterId() === undefined));
    if (roster.clusterId() === undefined) {
      await Promise.all([identified, findCluster(endpoints, client, roster, deadlineAt)]);
      // Who the members are may have been told late: that is not for them to make up for.
      const late = performance.now() + (deadlineAt - mono) / 2;
      await pollMembers({ ...limits, deadlineAt: Math.max(deadlineAt, late) }, samples);
      if (roster.clusterId() === undefined) return alone(at, mono, intervalSeconds, deadlineAt);
    } else {
      await Promise.all([
        nameEndpoints(roster.unknown(), client, roster, deadlineAt),
        refreshList(listSources(), client, roster, deadlineAt),
        identified.then(() => pollMembers(limits, samples)),
      ]);
      // Those whom the new list named first.
      await pollMembers(limits, samples);
    }
    slowClock.tick(readers());
    prune();
    const members = roster.members().flatMap(({ id }): MemberSample[] => {
      const sample = samples.get(id);
      return sample === undefined ? [] : [{ ...sample, linearizable: slowClock.of(id) }];
    });
    const known = { clusterId: roster.clusterId(), certificates: certificates.ends() };
    const sample = { at, mono, intervalSeconds, ...known, members, endpoints: roster.strays() };
    if (isGone(members)) roster.reset();
    return { ...sample, ...notices() };
  };

  /** The sample of a tick in which nobody said who the members are. */
  const alone = async (at: number, mono: number, intervalSeconds: number, deadlineAt: number) => {
    const strays = roster.strays().map((stray) => withOrigin(stray, connection.origin));
    const members = await metricsOnly.read(given.identified(), strays[0]?.error, deadlineAt);
    // Where no endpoint was meant to be asked, it is the pages that answer or do not.
    const failed = endpoints.length > 0 ? strays : given.failed();
    return { at, mono, intervalSeconds, certificates: certificates.ends(), members, endpoints: failed, ...notices() };
  };

  const notices = (): Pick<ClusterSample, 'notices'> => {
    const problems = [tls.problem() ?? [], certificates.problems()].flat();
    return problems.length === 0 ? {} : { notices: problems };
  };

  const clock = ticks(tick, options.intervalSeconds);
  return {
    endpoints,
    setInterval: clock.setInterval,
    sampleNow: clock.now,
    close: () => {
      closing.abort();
      clock.stop();
      dropConnections();
    },
    [Symbol.asyncIterator]: clock.samples,
  };
}

/** An error that says who chose the endpoint, when no person did. */
function withOrigin({ endpoint, error }: EndpointSample, origin: string | undefined): EndpointSample {
  return { endpoint, error: origin === undefined ? error : { ...error, text: `${error.text} (from ${origin})` } };
}

/** Whether another cluster answers where this one was, and nothing of this one is left. */
function isGone(members: readonly MemberSample[]): boolean {
  return (
    members.every(({ status }) => status === undefined) &&
    members.some(({ statusError }) => statusError?.kind === 'cluster-mismatch')
  );
}
