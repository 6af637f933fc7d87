import { choosePair, type Pair, pairsBeside } from './client-pair.ts';
import type { EtcdSettings } from './etcd-settings.ts';
import type { Host } from './host.ts';
import { connectable, reachable, splitUrls } from './listen-urls.ts';
import { type CertificateFile, type Found, unread, type Verdict } from './verdict.ts';

export type JudgeOptions = {
  readonly distribution: string;
  /** Client pairs that this distribution keeps, before those beside etcd's own certificate. */
  readonly pairs?: readonly Pair[] | undefined;
  /** In place of the URLs and the CA that follow from etcd's settings. */
  readonly endpoints?: readonly string[] | undefined;
  readonly ca?: string | undefined;
  /** Whether etcd's loopback is ours; by default it is. */
  readonly sameNetwork?: boolean | undefined;
};

/** How an etcd with these settings is reached from its host, once the files that takes are seen to be there and readable. */
export function judgeSettings(host: Host, settings: EtcdSettings, options: JudgeOptions): Verdict {
  const endpoints = options.endpoints ?? clientUrls(settings, options.sameNetwork ?? true);
  if (endpoints.length === 0) return { state: 'unusable', reason: 'it names no client URL that can be used here' };
  const secure = endpoints.some((url) => url.startsWith('https:'));
  const ca = options.ca ?? nonEmpty(settings['trusted-ca-file']);
  const refused = secure && ca !== undefined ? refuseFile(host, ca) : undefined;
  if (refused !== undefined) return refused;
  const pairs = [
    ...(options.pairs ?? []),
    ...pairsBeside(nonEmpty(settings['cert-file']), nonEmpty(settings['key-file'])),
  ];
  const choice = secure ? choosePair(host, pairs) : undefined;
  if (choice?.state === 'denied') return { state: 'denied', reason: `permission denied: ${choice.path}` };
  // etcd wants a certificate of its clients as soon as it is told by whom they are signed.
  const wanted = secure && (settings['client-cert-auth'] === 'true' || ca !== undefined);
  if (choice?.state === 'none' && wanted)
    return { state: 'unusable', reason: `no client certificate is here: looked for ${choice.tried.join(', ')}` };
  const pair = choice?.state === 'pair' ? choice.pair : undefined;
  const { sameNetwork } = options;
  const metrics = [settings['listen-metrics-urls'], settings['listen-client-http-urls']];
  const openable = (path: string | undefined) => (path === undefined ? undefined : host.path(path));
  const named: readonly Named[] = [
    ['CA', secure ? ca : undefined],
    ['client certificate', pair?.cert],
    ['server certificate', settings['cert-file']],
    ['peer CA', settings['peer-trusted-ca-file']],
    ['peer certificate', settings['peer-cert-file']],
  ];
  return {
    state: 'parsed',
    found: {
      distribution: options.distribution,
      endpoints,
      metricsUrls: metrics.flatMap((urls) => reachable(urls, sameNetwork).map((url) => `${url}/metrics`)),
      tls: secure ? { ca: openable(ca), cert: openable(pair?.cert), key: openable(pair?.key) } : {},
      dataDir: openable(nonEmpty(settings['data-dir'])),
      certificateFiles: certificateFiles(host, named),
      ...unreadFiles(host, [...named, ['client pair', choice?.state === 'pair' ? choice.denied : undefined]]),
    },
  };
}

type Named = readonly [what: string, path: string | undefined];

/** Those of these files that are there to be read, each once. */
export function certificateFiles(host: Host, files: readonly Named[]): CertificateFile[] {
  return filesWhere(host, files, (path) => host.check(path) === 'readable');
}

/** The others; no key at all where there are none. */
function unreadFiles(host: Host, files: readonly Named[]): Pick<Found, 'unreadFiles'> {
  const unread = filesWhere(host, files, (path) => host.check(path) !== 'readable');
  return unread.length === 0 ? {} : { unreadFiles: unread };
}

function filesWhere(host: Host, files: readonly Named[], holds: (path: string) => boolean): CertificateFile[] {
  const byPath = new Map<string, CertificateFile>();
  for (const [what, file] of files) {
    const path = nonEmpty(file);
    if (path === undefined || !holds(path) || byPath.has(host.path(path))) continue;
    byPath.set(host.path(path), { what, path: host.path(path) });
  }
  return [...byPath.values()];
}

/** The verdict on a named file that cannot be used; undefined when it can. */
function refuseFile(host: Host, path: string): Verdict | undefined {
  const read = host.read(path);
  if (read.state === 'text') return undefined;
  return read.state === 'absent'
    ? { state: 'unusable', reason: `${path} is named, but not there` }
    : unread(path, read);
}

function clientUrls(settings: EtcdSettings, sameNetwork: boolean): string[] {
  const listen = reachable(settings['listen-client-urls'] ?? 'http://localhost:2379', sameNetwork);
  if (listen.length > 0) return listen;
  return [...new Set(splitUrls(settings['advertise-client-urls']).map(connectable))];
}

export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
