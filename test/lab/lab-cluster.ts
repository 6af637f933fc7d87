import type { Authority } from './certificates.ts';
import type { Layout } from './layout.ts';
import type { LabMember } from './member.ts';
import type { ClusterOptions } from './options.ts';
import type { PeerLinks } from './peer-links.ts';

/** Paths of the client's PEM files. */
export type TlsFiles = { readonly ca: string; readonly cert: string; readonly key: string };

/** A running cluster, as the faults, the load and the tests handle it. */
export type LabCluster = {
  readonly options: ClusterOptions;
  /** Members in the order they came; adding and removing changes it. */
  readonly members: LabMember[];
  /** Client URLs of all members as they really are. */
  readonly endpoints: string[];
  /** Paths of the client's TLS files; undefined without TLS. */
  readonly tls: TlsFiles | undefined;
  readonly authority: Authority | undefined;
  readonly directory: string;
  readonly layout: Layout;
  /** The connections between peers; undefined without `proxyPeers`. */
  readonly links: PeerLinks | undefined;
  /** Token of the lab's own calls while authentication is on. */
  token: string | undefined;
  /** How many members there ever were: directories and hosts are not used twice. */
  seats: number;
  readonly stop: () => Promise<void>;
};
