import { join } from 'node:path';
import type { MemberUrls } from './member.ts';
import type { ClusterOptions } from './options.ts';
import { freePort } from './ports.ts';

export type PlaceOptions = Pick<ClusterOptions, 'tls' | 'metricsUrls' | 'splitHttp' | 'advertise' | 'proxyPeers'>;

/** The shared parts of the members' addresses: with `advertise: 'loopback'` every member has its own host and all the same port. */
export type Layout = { readonly hostOf: (index: number) => string; readonly sharedPort: number | undefined };

/** Chooses hosts, and for clusters that advertise loopback one port that is free on all of them. */
export async function chooseLayout(options: PlaceOptions): Promise<Layout> {
  if (options.advertise !== 'loopback') return { hostOf: () => '127.0.0.1', sharedPort: undefined };
  const hostOf = (index: number) => `127.77.0.${index + 11}`;
  const hosts = ['127.0.0.1', ...Array.from({ length: 9 }, (_, index) => hostOf(index))];
  return { hostOf, sharedPort: await freePort(hosts) };
}

/** Free addresses for the member at `index`. */
export async function placeMember(layout: Layout, index: number, options: PlaceOptions): Promise<MemberUrls> {
  const scheme = options.tls === 'mtls' ? 'https' : 'http';
  const host = layout.hostOf(index);
  const clientPort = layout.sharedPort ?? (await freePort());
  const clientUrl = `${scheme}://${host}:${clientPort}`;
  const loopbackUrl = `${scheme}://127.0.0.1:${clientPort}`;
  const ownLoopback = layout.sharedPort !== undefined && index === 0 ? [loopbackUrl] : [];
  const listenPeerUrl = `${scheme}://${host}:${await freePort()}`;
  const httpUrl = options.splitHttp === true ? `${scheme}://${host}:${await freePort()}` : undefined;
  const plainMetrics = options.metricsUrls === true ? `http://127.0.0.1:${await freePort()}` : undefined;
  return {
    clientUrl,
    advertisedUrl: layout.sharedPort === undefined ? clientUrl : loopbackUrl,
    listenClientUrls: [clientUrl, ...ownLoopback],
    listenPeerUrl,
    peerUrl: options.proxyPeers === true ? `${scheme}://127.0.0.1:${await freePort()}` : listenPeerUrl,
    httpUrl,
    metricsUrl: plainMetrics ?? httpUrl ?? clientUrl,
  };
}

/** The etcd flags that the options stand for. */
export function flagsOf(options: ClusterOptions, urls: MemberUrls, pki: string | undefined, token: string): string[] {
  const flags = [
    '--logger=zap',
    '--log-outputs=stderr',
    `--initial-cluster-token=${token}`,
    `--heartbeat-interval=${options.heartbeatMs ?? 100}`,
    `--election-timeout=${options.electionMs ?? 1000}`,
  ];
  if (options.quotaBytes !== undefined) flags.push(`--quota-backend-bytes=${options.quotaBytes}`);
  if (options.snapshotCount !== undefined) flags.push(`--snapshot-count=${options.snapshotCount}`);
  if (options.metricsUrls === true) flags.push(`--listen-metrics-urls=${urls.metricsUrl}`);
  if (pki !== undefined) {
    const of = (name: string) => join(pki, name);
    flags.push(
      '--client-cert-auth',
      '--peer-client-cert-auth',
      `--trusted-ca-file=${of('ca.crt')}`,
      `--peer-trusted-ca-file=${of('ca.crt')}`,
    );
    flags.push(
      `--cert-file=${of('server.crt')}`,
      `--key-file=${of('server.key')}`,
      `--peer-cert-file=${of('peer.crt')}`,
      `--peer-key-file=${of('peer.key')}`,
    );
  }
  return [...flags, ...(options.extraArgs ?? [])];
}
