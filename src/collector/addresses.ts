import { endpointKey, isLoopback } from './endpoint.ts';
import type { ListedMember } from './etcd-client.ts';

/** What is known of where members are, besides what they advertise. */
export type Known = {
  /** Endpoints given by a person. */
  readonly given: readonly string[];
  /** Member id that last answered at an endpoint, by `endpointKey`. */
  readonly owners: ReadonlyMap<string, string>;
  /** Ids of the member list. */
  readonly ids: ReadonlySet<string>;
};

/**
 * Where a member may be asked, most promising first: the given endpoints where it answered, the URLs it advertises, and the host of
 * its peer URL with the scheme and port of a client URL, for members that advertise loopback. URLs that are another member's are left out.
 */
export function addressesOf(member: ListedMember, known: Known): string[] {
  const own = known.given.filter((endpoint) => known.owners.get(endpointKey(endpoint)) === member.id);
  const advertised = member.clientUrls.filter((url) => URL.parse(url)?.protocol.startsWith('http') === true);
  const models = [...advertised, ...known.given];
  const byPeerHost = member.peerUrls.flatMap((peer) => onHostOf(peer, models[0]) ?? []);
  // Loopback means the member's own machine, which is this one only when it was asked by loopback.
  const local = known.given.some((endpoint) => isLoopback(URL.parse(endpoint)?.hostname ?? ''));
  const direct = advertised.filter((url) => local || !isLoopback(URL.parse(url)?.hostname ?? ''));
  const last = advertised.filter((url) => !direct.includes(url));
  const unique = new Map([...own, ...direct, ...byPeerHost, ...last].map((url) => [endpointKey(url), url]));
  return [...unique].flatMap(([key, url]) => {
    const owner = known.owners.get(key);
    return owner === undefined || owner === member.id || !known.ids.has(owner) ? [url] : [];
  });
}

/** The host names that stand for a member in any of its URLs. */
export function hostsOf(member: ListedMember, addresses: readonly string[]): ReadonlySet<string> {
  const urls = [...addresses, ...member.clientUrls, ...member.peerUrls];
  return new Set(urls.flatMap((url) => URL.parse(url)?.hostname ?? []));
}

function onHostOf(peerUrl: string, model: string | undefined): string | undefined {
  const [peer, client] = [URL.parse(peerUrl), model === undefined ? null : URL.parse(model)];
  if (peer === null || client === null) return undefined;
  return `${client.protocol}//${peer.hostname}:${client.port === '' ? '2379' : client.port}`;
}
