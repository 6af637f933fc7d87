import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/serve/outputs/delivery.ts';
import { post } from '../../../src/serve/outputs/post.ts';
import { type HostileKind, startHostileHttp } from '../../lab/hostile-http.ts';
import { refusedUrl, startSilentTcp } from '../../lab/hostile-tcp.ts';
import { type Listening, listen } from '../../lab/listen.ts';

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

async function hostile(kind: HostileKind) {
  const server = await startHostileHttp(kind);
  open.push(server);
  return new URL(server.url);
}

const within = (ms: number) => AbortSignal.timeout(ms);
const why = (outcome: Outcome) => (outcome.kind === 'sent' ? '' : outcome.why);

describe('one post', () => {
  test('is JSON of a known length, asked for plainly', async () => {
    let got: IncomingMessage | undefined;
    let body = '';
    const server = createServer((request, response) => {
      got = request;
      request.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      request.on('end', () => response.writeHead(202).end());
    });
    const listening = await listen(server);
    open.push(listening);
    const url = new URL(`${listening.url}/a?b=c`);
    expect(await post({ url, body: '{"ü":1}', headers: { authorization: 'Bearer t' } }, within(5_000))).toEqual({
      kind: 'sent',
    });
    expect([got?.method, got?.url, body]).toEqual(['POST', '/a?b=c', '{"ü":1}']);
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '8',
      authorization: 'Bearer t',
    });
  });

  test.each<[HostileKind, Outcome['kind']]>([
    ['good', 'sent'],
    ['empty', 'sent'],
    // The status has been said, whatever becomes of the text behind it.
    ['truncated-with-length', 'sent'],
    ['drip-feed', 'sent'],
    ['huge', 'sent'],
    ['long-line', 'sent'],
    ['gzip-bomb', 'sent'],
    ['redirect', 'refused'],
    ['unauthorized', 'refused'],
    ['not-found', 'refused'],
    ['server-error', 'later'],
    ['unavailable', 'later'],
    ['not-http', 'later'],
    ['slow-headers', 'later'],
    ['huge-headers', 'later'],
    ['never-answers', 'later'],
    ['reset', 'later'],
    ['escape-status', 'later'],
  ])('to one that is %s ends as %s', async (kind, expected) => {
    const url = await hostile(kind);
    const begun = performance.now();
    const endless = ['drip-feed', 'slow-headers', 'never-answers'].includes(kind);
    const outcome = await post({ url, body: '{}' }, within(endless ? 1_000 : 10_000));
    expect(outcome.kind, why(outcome)).toBe(expected);
    expect(performance.now() - begun).toBeLessThan(9_500);
    expect(why(outcome)).toMatch(/^[\x20-\x7e]{0,300}$/);
  });

  test('is not sent elsewhere by a redirect', async () => {
    const server = await startHostileHttp('redirect');
    open.push(server);
    await post({ url: new URL(server.url), body: '{}' }, within(5_000));
    expect(server.requests()).toBe(1);
  });

  test('ends in time where nobody answers or listens', async () => {
    const silent = await startSilentTcp();
    open.push(silent);
    expect(await post({ url: new URL(silent.url), body: '{}' }, within(100))).toEqual({
      kind: 'later',
      why: `${new URL(silent.url).host}: no answer in time`,
    });
    const refused = await post({ url: new URL(await refusedUrl()), body: '{}' }, within(5_000));
    expect(why(refused)).toContain('ECONNREFUSED');
  });

  test('tells when it may be tried again', async () => {
    const server = createServer((_, response) => void response.writeHead(429, { 'retry-after': '7' }).end('slowly'));
    const listening = await listen(server);
    open.push(listening);
    const outcome = await post({ url: new URL(listening.url), body: '{}' }, within(5_000));
    expect(outcome).toMatchObject({ kind: 'later', afterMs: 7_000 });
    expect(why(outcome)).toMatch(/answered 429: slowly$/);
  });

  test('repeats neither tokens nor its path from the answer, nor what moves a cursor', async () => {
    const server = createServer((request, response) => {
      response.writeHead(400).end(`\u001b[2Jno ${request.headers.authorization} at ${request.url}\u202e`);
    });
    const listening = await listen(server);
    open.push(listening);
    const url = new URL(`${listening.url}/services/T0/sEcReT?key=hidden`);
    const outcome = await post(
      { url, body: '{}', headers: { authorization: 'Bearer tOkEn' }, secrets: ['tOkEn'] },
      within(5_000),
    );
    expect(why(outcome)).toBe(`${url.host}: answered 400: \\x1b[2Jno Bearer *** at ***\\u202e`);
  });

  test('leaves no connection behind', async () => {
    const server = createServer((_, response) => void response.end('ok'));
    const listening = await listen(server);
    open.push(listening);
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'));
    await post({ url: new URL(listening.url), body: '{}' }, within(5_000));
    await closed;
  });
});
