import type { MemberSample, SampleError, StatusSample } from '../model/sample.ts';
import { hostsOf } from './addresses.ts';
import { hasTime, timeLeft } from './deadline.ts';
import { isLoopback } from './endpoint.ts';
import type { Answerer, EtcdClient, ListedMember } from './etcd-client.ts';
import { EtcdError, sampleError } from './etcd-error.ts';
import { type GivenMetrics, metricsPage } from './given-metrics.ts';
import { createMetricsSource } from './metrics-source.ts';
import { createPeerDaemon } from './peer-daemon.ts';
import type { PeerDaemonAccess } from './peer-daemons.ts';
import type { Scraper } from './scrape.ts';

export type PollRequest = {
  readonly member: ListedMember;
  readonly clusterId: string;
  /** Where the member may be, best first. */
  readonly addresses: readonly string[];
  readonly deadlineAt: number;
};

/** Polls one member tick by tick and remembers where it answered. */
export type MemberPoll = {
  readonly poll: (request: PollRequest) => Promise<MemberSample>;
  /** Where it answered last; undefined while it does not answer. */
  readonly answering: () => string | undefined;
};

export type MemberPollContext = {
  readonly client: (endpoint: string) => EtcdClient;
  readonly scraper: Scraper;
  readonly given: GivenMetrics;
  readonly daemons?: PeerDaemonAccess | undefined;
  /** Told who answered at an endpoint, whoever was expected there. */
  readonly answered: (endpoint: string, from: Answerer) => void;
};

export function createMemberPoll({ client, scraper, given, daemons, answered }: MemberPollContext): MemberPoll {
  const source = createMetricsSource(scraper, daemons && createPeerDaemon(daemons.pages));
  let good: string | undefined;
  let silent = 0;
  let answering: string | undefined;

  const askAt = async (endpoint: string, { member, clusterId, deadlineAt }: PollRequest): Promise<StatusSample> => {
    const { from, status } = await client(endpoint).status(timeLeft(deadlineAt));
    answered(endpoint, from);
    if (from.clusterId !== clusterId) {
      throw new EtcdError('cluster-mismatch', `${endpoint} belongs to another cluster (${from.clusterId})`);
    }
    if (from.memberId !== member.id) throw new EtcdError('other', `${endpoint} is another member (${from.memberId})`);
    return status;
  };

  const askStatus = async (request: PollRequest): Promise<{ status: StatusSample } | { statusError: SampleError }> => {
    const order = inOrder(request.addresses, good, silent);
    let failure: SampleError | undefined;
    for (const endpoint of order) {
      try {
        const status = await askAt(endpoint, request);
        good = endpoint;
        answering = endpoint;
        silent = 0;
        return { status };
      } catch (error) {
        const said = sampleError(error);
        // What the best address says explains more than that a guess did not work either.
        failure = failure === undefined || failure.kind === 'other' ? said : failure;
        if (!elsewhere.has(said.kind) || !hasTime(request.deadlineAt)) break;
      }
    }
    answering = undefined;
    silent += 1;
    if (silent >= patience) good = undefined;
    return { statusError: failure ?? { kind: 'other', text: unknownAddress(request.member) } };
  };

  return {
    answering: () => answering,
    poll: async (request) => {
      const { member, clusterId, addresses, deadlineAt } = request;
      const row = { id: member.id, name: member.name, peerUrls: member.peerUrls, clientUrls: member.clientUrls };
      if (member.name === '' && member.clientUrls.length === 0 && addresses.every((url) => url !== good)) {
        const statusError: SampleError = { kind: 'unstarted', text: 'added to the cluster, but never started' };
        return { ...row, endpoint: '', learner: member.learner, statusError, metricsError: statusError };
      }
      const asking = askStatus(request);
      const pages = () => {
        const at = good ?? addresses[0];
        const host = at === undefined ? undefined : new URL(at).hostname;
        const derived = at === undefined ? [] : [metricsPage(at), `http://${host}:2381/metrics`];
        // It may have answered elsewhere first: what it keeps on this machine's loopback is there all the same.
        const local = addresses.map((url) => new URL(url).hostname).filter(isLoopback);
        derived.push(...local.map((name) => `http://${name}:2381/metrics`));
        const hosts = hostsOf(member, addresses);
        return [...new Set([...given.of(member.id, hosts), ...derived, ...given.unread(hosts)])];
      };
      const relays = () => daemons?.of(member, good ?? addresses[0], good !== undefined) ?? [];
      const up = asking.then((answer) => 'status' in answer);
      const wanted = { id: member.id, clusterId, pages, relays, up, deadlineAt };
      const [answer, read] = await Promise.all([asking, source.read(wanted)]);
      const endpoint = good ?? addresses[0] ?? '';
      const learner = 'status' in answer ? answer.status.learner : member.learner;
      const certificate = endpoint === '' ? undefined : client(endpoint).servingCertNotAfter();
      return { ...row, endpoint, learner, ...answer, ...read, servingCertNotAfter: certificate };
    },
  };
}

/** Failures after which another address may still work within the same tick. */
const elsewhere = new Set<SampleError['kind']>(['refused', 'dns', 'other', 'cluster-mismatch']);

/** Silent ticks after which the address that once worked is no longer preferred. */
const patience = 3;

/** The address that worked first; without one, each tick begins with another, as a silent one uses up the whole deadline. */
function inOrder(addresses: readonly string[], good: string | undefined, silent: number): string[] {
  if (good !== undefined) return [good, ...addresses.filter((url) => url !== good)];
  const first = addresses.length === 0 ? 0 : silent % addresses.length;
  return [...addresses.slice(first), ...addresses.slice(0, first)];
}

function unknownAddress(member: ListedMember): string {
  const urls = member.clientUrls.join(', ');
  return urls === '' ? 'it advertises no client URL' : `it advertises ${urls}, where another member answers`;
}
