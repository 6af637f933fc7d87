import type { Host, Unread } from './host.ts';

/** How to reach the etcd of this host, as the file or process says that holds the truth. Paths can be opened as they are. */
export type Found = {
  readonly distribution: string;
  /** URLs with scheme, host and port. */
  readonly endpoints: readonly string[];
  /** Addresses of metrics pages, best first. */
  readonly metricsUrls: readonly string[];
  readonly tls: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
  };
  readonly dataDir?: string | undefined;
  readonly certificateFiles: readonly CertificateFile[];
  /** Those that are named but cannot be read: their end is not known. */
  readonly unreadFiles?: readonly CertificateFile[] | undefined;
};

/** A file with a certificate, and whose it is: `client certificate`, `peer CA`. Never a key. */
export type CertificateFile = { readonly what: string; readonly path: string };

/** What became of a candidate. `not-etcd`: the distribution is here, but keeps its data elsewhere. */
export type Verdict =
  | { readonly state: 'parsed'; readonly found: Found }
  | { readonly state: 'absent'; readonly reason: string }
  | { readonly state: 'denied' | 'not-etcd' | 'unusable'; readonly reason: string };

/** A place where etcd could have been described. */
export type Candidate = { readonly distribution: string; readonly path: string; readonly verdict: Verdict };

/** One distribution: where it says how its etcd is reached. */
export type Distribution = {
  readonly id: string;
  readonly name: string;
  /** The id of the distribution that this one is handled as, when it is not a kind of its own. */
  readonly handledAs?: string | undefined;
  readonly look: (host: Host) => readonly Candidate[];
};

export const absent: Verdict = { state: 'absent', reason: 'no such file' };

/** The verdict on a file that was not read. */
export function unread(path: string, read: Unread): Verdict {
  if (read.state === 'absent') return absent;
  if (read.state === 'denied') return { state: 'denied', reason: `permission denied: ${path}` };
  return { state: 'unusable', reason: `${path} ${read.reason}` };
}
