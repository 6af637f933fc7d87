import type { EndpointSample } from '../model/sample.ts';
import { addressesOf } from './addresses.ts';
import { endpointKey } from './endpoint.ts';
import type { Answerer, ListedMember } from './etcd-client.ts';
import { EtcdError, sampleError } from './etcd-error.ts';

/** Who the members are and which endpoints are theirs, as far as the cluster has told. Members are known by id, never by URL. */
export type Roster = {
  readonly clusterId: () => string | undefined;
  readonly members: () => readonly ListedMember[];
  readonly addresses: (member: ListedMember) => string[];
  /** A member list from a member of this cluster; the first one decides which cluster that is. */
  readonly learnList: (clusterId: string, members: readonly ListedMember[]) => void;
  readonly learnAnswer: (endpoint: string, from: Answerer) => void;
  readonly learnFailure: (endpoint: string, error: unknown) => void;
  /** Given endpoints of which nobody knows whose they are. */
  readonly unknown: () => readonly string[];
  /** Given endpoints that are nobody's row, and why. */
  readonly strays: () => readonly EndpointSample[];
  /** Forgets the cluster, when another one stands where it was. */
  readonly reset: () => void;
};

/** An empty roster for these endpoints; without `expand` only members behind them count. */
export function createRoster(given: readonly string[], expand: boolean): Roster {
  const owners = new Map<string, string>();
  const clusters = new Map<string, string>();
  const failures = new Map<string, EndpointSample>();
  let clusterId: string | undefined;
  let members: readonly ListedMember[] = [];

  const ids = () => new Set(members.map(({ id }) => id));
  const ownerOf = (endpoint: string): string | undefined => {
    const key = endpointKey(endpoint);
    const owner = owners.get(key);
    if (owner !== undefined) return ids().has(owner) ? owner : undefined;
    const advertisers = members.filter((member) => member.clientUrls.some((url) => endpointKey(url) === key));
    return advertisers.length === 1 ? advertisers[0]?.id : undefined;
  };
  const isForeign = (endpoint: string) => {
    const cluster = clusters.get(endpointKey(endpoint));
    return cluster !== undefined && clusterId !== undefined && cluster !== clusterId;
  };

  return {
    clusterId: () => clusterId,
    members: () => (expand ? members : members.filter(({ id }) => given.some((endpoint) => ownerOf(endpoint) === id))),
    addresses: (member) => addressesOf(member, { given, owners, ids: ids() }),
    learnList: (from, list) => {
      clusterId ??= from;
      if (from === clusterId) members = list;
    },
    learnAnswer: (endpoint, { clusterId: cluster, memberId }) => {
      const key = endpointKey(endpoint);
      clusters.set(key, cluster);
      failures.delete(key);
      if (clusterId === undefined || cluster === clusterId) owners.set(key, memberId);
      else owners.delete(key);
    },
    learnFailure: (endpoint, error) => {
      failures.set(endpointKey(endpoint), { endpoint, error: sampleError(error) });
    },
    unknown: () => given.filter((endpoint) => ownerOf(endpoint) === undefined),
    strays: () =>
      given.flatMap((endpoint): EndpointSample[] => {
        if (isForeign(endpoint)) return [{ endpoint, error: sampleError(foreign(endpoint, clusters, clusterId)) }];
        if (ownerOf(endpoint) !== undefined) return [];
        return [failures.get(endpointKey(endpoint)) ?? []].flat();
      }),
    reset: () => {
      clusterId = undefined;
      members = [];
      owners.clear();
      clusters.clear();
    },
  };
}

function foreign(endpoint: string, clusters: ReadonlyMap<string, string>, ours: string | undefined): EtcdError {
  const theirs = clusters.get(endpointKey(endpoint));
  return new EtcdError('cluster-mismatch', `${endpoint} belongs to another cluster (${theirs}, this one is ${ours})`);
}
