import { EtcdError } from './etcd-error.ts';

/** An endpoint as given by a person or a member list; throws an EtcdError that says what is wrong with it. */
export function parseEndpoint(text: string): URL {
  if (/^unixs?:/.test(text))
    throw new EtcdError('other', `${text}: unix sockets are not supported, give an http(s) URL`);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || url.hostname === '')
    throw new EtcdError('other', `${text} is not a URL of the form https://HOST:PORT`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EtcdError('other', `${text}: only http:// and https:// endpoints are supported`);
  }
  url.username = '';
  url.password = '';
  return url;
}

/** Two spellings of one endpoint are the same key. */
export function endpointKey(text: string): string {
  return URL.parse(text)?.origin ?? text;
}

/** Whether a host names the machine it is said on. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\]|::1|0\.0\.0\.0|\[::\])$/i.test(hostname);
}
