import { createServer, type Socket } from 'node:net';
import { type Listening, listen } from './listen.ts';
import { freePort } from './ports.ts';

/** A server that accepts and then neither reads nor answers; `accepted` counts its connections. */
export async function startSilentTcp(): Promise<Listening & { readonly accepted: () => number }> {
  let accepted = 0;
  const server = createServer({ pauseOnConnect: true }, (_socket: Socket) => {
    accepted += 1;
  });
  const listening = await listen(server);
  return { ...listening, accepted: () => accepted };
}

/** An address at which nothing listens: connecting is refused. */
export async function refusedUrl(scheme = 'http'): Promise<string> {
  return `${scheme}://127.0.0.1:${await freePort()}`;
}
