import { UsageError } from '../usage-error.ts';

const defaultPort = '2379';

/** One endpoint as a URL with scheme, host and port; `secure` chooses the scheme that was left out. */
export function normaliseEndpoint(text: string, secure: boolean, from: string): string {
  const written = text.trim();
  if (written === '') throw new UsageError(from, 'an endpoint is empty', 'write HOST:PORT or https://HOST:PORT');
  if (/^unixs?:/.test(written))
    throw new UsageError(
      from,
      `${written} is a unix socket`,
      'give an http or https endpoint, unix sockets are not supported',
    );
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `${secure ? 'https' : 'http'}://${written}`;
  const url = parse(withScheme);
  if (withScheme.includes('@')) {
    throw new UsageError(from, 'an endpoint holds a user name or password', 'use --user or ETCDCTL_USER instead');
  }
  if (url === undefined || url.hostname === '')
    throw new UsageError(from, `${written} is no endpoint`, 'write HOST:PORT or https://HOST:PORT, IPv6 as [::1]:2379');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(from, `${written} has the unknown scheme ${url.protocol}//`, 'use http:// or https://');
  return `${url.protocol}//${url.hostname}:${portOf(withScheme, url)}`;
}

/** A metrics URL as given, once it is seen to be http or https without a user name. */
export function normaliseMetricsUrl(text: string, from: string): string {
  if (text.includes('@')) throw new UsageError(from, 'a metrics URL holds a user name or password', 'remove it');
  const url = parse(text.trim());
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(from, `${text.trim()} is no http or https URL`, 'write it as http://127.0.0.1:2381/metrics');
  if (url.pathname === '/') url.pathname = '/metrics';
  return url.href;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** URL drops the scheme's own port even when it was written. */
function portOf(written: string, url: URL): string {
  if (url.port !== '') return url.port;
  const explicit = /^[a-z]+:\/\/(?:\[[^\]]*\]|[^/:?#]*):(\d+)/i.exec(written)?.[1];
  return explicit ?? defaultPort;
}
