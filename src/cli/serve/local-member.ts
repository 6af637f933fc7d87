import { hostname, networkInterfaces } from 'node:os';
import type { ClusterSample } from '../../model/sample.ts';
import { withoutBrackets } from '../../text/host.ts';

/** The names and addresses that mean this host, loopback aside. */
export function hostNames(): ReadonlySet<string> {
  return new Set([hostname(), ...ownAddresses()].map((name) => name.toLowerCase()));
}

function ownAddresses(): string[] {
  try {
    return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  } catch {
    // A sandbox may leave no netlink socket: the name and loopback are then all there is to go by.
    return [];
  }
}

/** The member that answers at an endpoint which was given or discovered and lies on this host; undefined when none does. */
export function localMemberId(
  sample: ClusterSample,
  endpoints: readonly string[],
  here: ReadonlySet<string>,
): string | undefined {
  for (const endpoint of endpoints.map((text) => URL.parse(text))) {
    if (endpoint === null || !isHere(endpoint.hostname, here)) continue;
    // It may have answered at another address of this host than the one that was given.
    const isThere = (asked: URL | null) =>
      asked !== null && isHere(asked.hostname, here) && asked.port === endpoint.port;
    const answered = sample.members.filter((member) => member.status || member.metrics);
    const owner =
      answered.find((member) => URL.parse(member.endpoint)?.origin === endpoint.origin) ??
      answered.find((member) => isThere(URL.parse(member.endpoint)));
    if (owner) return owner.id;
  }
  return undefined;
}

/** Whether a host of a URL is this one. */
export function isHere(host: string, here: ReadonlySet<string>): boolean {
  const name = withoutBrackets(host).toLowerCase();
  return isLoopback(name) || here.has(name);
}

/** Whether a host of a URL, without brackets, is the one it is said on. */
export const isLoopback = (name: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(name);
