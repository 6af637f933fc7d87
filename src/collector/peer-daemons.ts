import { readFileSync } from 'node:fs';
import type { Connection } from './connection.ts';
import { isLoopback } from './endpoint.ts';
import type { ListedMember } from './etcd-client.ts';
import { EtcdError } from './etcd-error.ts';
import { createPageReader, type PageReader } from './page-reader.ts';
import { openTlsStore } from './tls-store.ts';

/** The daemons beside the members: where each may be, and how they are read. */
export type PeerDaemonAccess = {
  readonly pages: PageReader;
  /** Addresses of the daemon beside a member that is asked at `endpoint`; `answers` when it has answered there. */
  readonly of: (member: ListedMember, endpoint: string | undefined, answers: boolean) => readonly string[];
  /** Looks for changed TLS files. */
  readonly refresh: () => void;
};

/** Undefined when the connection names none. Throws an EtcdError for a CA that cannot be used. */
export function openPeerDaemons(connection: Connection, signal: AbortSignal): PeerDaemonAccess | undefined {
  const { daemons, dialTimeoutMs } = connection;
  if (daemons === undefined) return undefined;
  const { port, ca, tokenFile } = daemons;
  // Never with the client certificate of etcd: a daemon is no etcd.
  const tls = openTlsStore({ ca, insecureSkipVerify: false });
  const headers = () => ({ accept: 'application/json', ...bearer(tokenFile) });
  const pages = createPageReader({ tls, dialTimeoutMs, signal, what: 'member page', maxMiB: 4, headers });
  const scheme = ca === undefined ? 'http' : 'https';
  return {
    pages,
    of: (member, endpoint, answers) => {
      const asked = URL.parse(endpoint ?? '')?.hostname;
      const peers = member.peerUrls.flatMap((url) => URL.parse(url)?.hostname ?? []);
      // Loopback is the member's own host only where the member answers there.
      const hosts = [asked, ...peers].filter((host) => host && (!isLoopback(host) || (host === asked && answers)));
      return [...new Set(hosts)].map((host) => `${scheme}://${host}:${port}/member`);
    },
    refresh: () => {
      if (tls.refresh()) pages.drop();
    },
  };
}

/** Read anew each time: tokens are renewed on disk. */
function bearer(path: string | undefined): Readonly<Record<string, string>> {
  if (path === undefined) return {};
  try {
    return { authorization: `Bearer ${readFileSync(path, 'utf8').trim()}` };
  } catch (error) {
    throw new EtcdError('auth', `cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`, { cause: error });
  }
}
