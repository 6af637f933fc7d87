import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { clean } from '../../text/clean.ts';
import { retryAfterMs } from './backoff.ts';
import type { Outcome } from './delivery.ts';

export type Post = {
  readonly url: URL;
  /** JSON. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** PEM of the only authorities to trust; the system's without it. */
  readonly ca?: string | undefined;
  /** What no text may repeat, whoever says it: tokens, passwords. */
  readonly secrets?: readonly string[] | undefined;
  /** Answers that count as success besides the 2xx. */
  readonly alsoGood?: readonly number[] | undefined;
};

const answerBytes = 16 * 1024;
const quotedCharacters = 200;

/** Posts once over a connection of its own: no redirect is followed, no proxy asked, no more than a little of the answer read. */
export function post({ url, body, headers, ca, secrets = [], alsoGood = [] }: Post, signal: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  // The path and query of a webhook are as secret as a token.
  const hidden = [...secrets, `${url.pathname}${url.search}`, url.pathname, url.search].filter(
    (text) => text.length > 1,
  );
  const say = (text: string) => `${url.host}: ${quote(text, hidden)}`;
  const request = send(url, {
    method: 'POST',
    // An agent of its own: no shared pool, no proxy from the environment.
    agent: false,
    signal,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
    },
    ...(ca !== undefined && { ca }),
    minVersion: 'TLSv1.2',
  });
  let answered = false;
  request.on('error', (error) => {
    if (answered) return;
    const why = signal.aborted ? 'no answer in time' : failureText(error);
    resolve({ kind: 'later', why: say(why) });
  });
  request.on('response', (response) => {
    answered = true;
    readLittle(response, (text) => {
      request.destroy();
      resolve(outcomeOf(response, text, alsoGood, say));
    });
  });
  request.end(body);
  return promise;
}

/** Reads no more than a little of an answer. However the answer ends, its status has been said. */
function readLittle(response: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > answerBytes) response.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', () => done(Buffer.concat(chunks).subarray(0, answerBytes).toString('utf8')));
}

function outcomeOf(
  { statusCode: status = 0, headers }: IncomingMessage,
  text: string,
  alsoGood: readonly number[],
  say: (text: string) => string,
): Outcome {
  if ((status >= 200 && status < 300) || alsoGood.includes(status)) return { kind: 'sent' };
  const why = say(`answered ${status}${text.trim() === '' ? '' : `: ${text}`}`);
  const later = status === 408 || status === 429 || status >= 500;
  if (!later) return { kind: 'refused', why };
  return { kind: 'later', why, afterMs: retryAfterMs(headers['retry-after'], Date.now()) };
}

function failureText(error: Error): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && first.message !== '' ? first.message : error.name;
}

function quote(text: string, hidden: readonly string[]): string {
  const open = hidden
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const line = clean(open.trim().replace(/\s+/g, ' '));
  return line.length > quotedCharacters ? `${line.slice(0, quotedCharacters)}...` : line;
}
