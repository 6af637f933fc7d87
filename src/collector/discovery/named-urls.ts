import { connectable, splitUrls } from './listen-urls.ts';

/** Endpoints as clients are told them, the scheme and the port 2379 may be left out; every one is kept. */
export function namedEndpoints(list: string | undefined, secure: boolean): string[] {
  const texts = (list ?? '').split(',').flatMap((text) => {
    const trimmed = text.trim();
    if (trimmed === '') return [];
    const url = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `${secure ? 'https' : 'http'}://${trimmed}`;
    return [/:\d+\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}:2379`];
  });
  return [...new Set(splitUrls(texts.join(',')).map(connectable))];
}
