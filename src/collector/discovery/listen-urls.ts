/** URLs of a comma list on which one can connect from the host itself: every address becomes loopback, and loopback alone is enough. */
export function reachable(list: string | undefined, sameNetwork = true): string[] {
  const urls = splitUrls(list);
  const hosts = sameNetwork ? urls : urls.filter((url) => !isLocal(url.hostname) && !isEvery(url.hostname));
  const originsOf = (some: readonly URL[]) => [...new Set(some.map(connectable))];
  const loopback = originsOf(hosts.filter(({ hostname }) => isLocal(hostname) || isEvery(hostname)));
  return loopback.length > 0 ? loopback : originsOf(hosts);
}

/** The http and https URLs of a comma list. */
export function splitUrls(list: string | undefined): URL[] {
  return (list ?? '').split(',').flatMap((text) => {
    const url = URL.parse(text.trim());
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? [url] : [];
  });
}

/** `https://host:port`, with the port spelled out. */
export function connectable(url: URL): string {
  const every: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]', localhost: '127.0.0.1' };
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.protocol}//${every[url.hostname] ?? url.hostname}:${port}`;
}

function isLocal(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function isEvery(hostname: string): boolean {
  return hostname === '0.0.0.0' || hostname === '[::]';
}
