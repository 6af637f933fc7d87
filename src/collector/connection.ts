/** How to reach a cluster: everything that flags, variables, config and discovery decide, and nothing else. */
export type Connection = {
  /** URLs with scheme, host and port. */
  readonly endpoints: readonly string[];
  readonly tls: TlsFiles;
  readonly user?: { readonly name: string; readonly password: string } | undefined;
  readonly dialTimeoutMs: number;
  readonly commandTimeoutMs: number;
  /** Metrics URLs given by hand; tried before any that can be derived. */
  readonly metricsUrls: readonly string[];
  /** How the daemons beside the members are asked for what they know; undefined asks none. */
  readonly daemons?: PeerDaemons | undefined;
  /** Where endpoints come from that nobody gave, in words for errors: `discovery: RKE2, /var/lib/...`. */
  readonly origin?: string | undefined;
  /** Certificates whose end is watched: `what` they are, for people. */
  readonly certificateFiles?: readonly { readonly what: string; readonly path: string }[] | undefined;
  /** Follow the member list from the endpoints; false asks only the endpoints given. */
  readonly expand: boolean;
};

/** `etcdoc serve` on the members' hosts: with a CA it is asked by TLS, with a token file by bearer token. */
export type PeerDaemons = {
  readonly port: number;
  readonly ca?: string | undefined;
  readonly tokenFile?: string | undefined;
};

/** PEM files, read at every change on disk. */
export type TlsFiles = {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecureSkipVerify: boolean;
};
