import { X509Certificate } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Host } from './host.ts';

/** Paths on the host. */
export type Pair = { readonly cert: string; readonly key: string };

export type PairChoice =
  /** `denied`: a better one that may not be read. */
  | { readonly state: 'pair'; readonly pair: Pair; readonly denied?: string | undefined }
  | { readonly state: 'denied'; readonly path: string }
  | { readonly state: 'none'; readonly tried: readonly string[] };

/** ★ Client certificates that installers put beside the server's, best first. */
const names = [
  'client',
  'healthcheck-client',
  '../apiserver-etcd-client',
  'etcdctl-etcd-client',
  'admin',
  'server-client',
] as const;

/** Pairs that may lie beside etcd's own certificate, which itself is the last resort: most may act as clients too. */
export function pairsBeside(cert: string | undefined, key: string | undefined): Pair[] {
  if (cert === undefined || cert === '') return [];
  const stem = (name: string) => join(dirname(cert), name);
  const beside = names.flatMap((name) => [
    { cert: `${stem(name)}.crt`, key: `${stem(name)}.key` },
    { cert: `${stem(name)}.pem`, key: `${stem(name)}-key.pem` },
  ]);
  return key === undefined ? beside : [...beside, { cert, key }];
}

/** The first pair that is there, may be read and may be used by a client. Keys are looked at for permission, never read. */
export function choosePair(host: Host, pairs: readonly Pair[]): PairChoice {
  let denied: string | undefined;
  for (const pair of pairs) {
    const read = host.read(pair.cert);
    const key = host.check(pair.key);
    if (read.state === 'denied') denied ??= pair.cert;
    if (read.state !== 'text' || key === 'absent' || !isForClients(read.text)) continue;
    if (key === 'readable') return { state: 'pair', pair, denied };
    denied ??= pair.key;
  }
  return denied === undefined
    ? { state: 'none', tried: pairs.map(({ cert }) => cert) }
    : { state: 'denied', path: denied };
}

const clientAuthentication = '1.3.6.1.5.5.7.3.2';

function isForClients(pem: string): boolean {
  try {
    const { keyUsage } = new X509Certificate(pem);
    return (keyUsage as readonly string[] | undefined)?.includes(clientAuthentication) ?? true;
  } catch {
    return false;
  }
}
