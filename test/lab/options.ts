import type { EtcdVersion } from './binaries.ts';
import type { Usage } from './certificates.ts';

/** What a lab cluster can be asked to be; by default one member of 3.4 without TLS. */
export type ClusterOptions = {
  readonly members?: 1 | 3 | 5 | 7 | undefined;
  readonly version?: EtcdVersion | undefined;
  /** One version per member, for mixed clusters; wins over `version`. */
  readonly versions?: readonly EtcdVersion[] | undefined;
  readonly tls?: 'none' | 'mtls' | undefined;
  /** Extended key usage of the server certificate; without 'client' the JSON gateway fails. */
  readonly serverUsage?: readonly Usage[] | undefined;
  /** Common name of the client certificate; '' for none. */
  readonly clientName?: string | undefined;
  readonly quotaBytes?: number | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly electionMs?: number | undefined;
  readonly snapshotCount?: number | undefined;
  /** Serves /metrics over plain HTTP on a port of its own too. */
  readonly metricsUrls?: boolean | undefined;
  /** Serves HTTP on a port of its own, gRPC alone on the client port, as RKE2 and K3s do (3.5 only). */
  readonly splitHttp?: boolean | undefined;
  /** 'loopback': each member has a host of its own, one port for all, and advertises 127.0.0.1, where only the first is. */
  readonly advertise?: 'own' | 'loopback' | undefined;
  readonly names?: readonly string[] | undefined;
  /** Puts proxies between the peers: needed for `links`. */
  readonly proxyPeers?: boolean | undefined;
  /** Turns authentication on, with the user root and this password. */
  readonly auth?: { readonly password: string } | undefined;
  readonly extraArgs?: readonly string[] | undefined;
};
