import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clockOf } from '../../src/collector/page-reader.ts';
import { createScraper, type Scraper } from '../../src/collector/scrape.ts';
import { openTlsStore } from '../../src/collector/tls-store.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import { fixturePages } from './fixture-pages.ts';

const page = fixturePages.get('3.5.30-leader') ?? '';
const closers: (() => void)[] = [];
let scraper: Scraper;

beforeEach(() => {
  scraper = openScraper(2_000);
});
afterEach(() => {
  scraper.drop();
  for (const close of closers.splice(0)) close();
});

function openScraper(dialTimeoutMs: number): Scraper {
  const tls = openTlsStore({ insecureSkipVerify: false });
  return createScraper({ tls, dialTimeoutMs, wanted: wantedFamilies, signal: new AbortController().signal });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${await listen(server)}/metrics`;
}

/** A server that speaks bytes, not HTTP. */
async function serveBytes(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `${await listen(server)}/metrics`;
}

async function listen(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failure = (url: string, deadlineMs = 5_000) =>
  scraper.scrape(url, deadlineMs).then(
    () => undefined,
    (error: { kind: string; message: string }) => ({ kind: error.kind, text: error.message }),
  );

describe('a page', () => {
  test('is read over one connection that stays open, and its shape is shared', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end(page));
    server.on('connection', () => {
      connections += 1;
    });
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `${await listen(server)}/metrics`;
    const first = await scraper.scrape(url, 5_000);
    const second = await scraper.scrape(url, 5_000, first.set.shape);
    expect(second.set.shape).toBe(first.set.shape);
    expect(second).toMatchObject({ from: url, bytes: page.length });
    expect(connections).toBe(1);
  });

  test('is asked for plainly: no compression, no proxy, no cookies', async () => {
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:9';
    closers.push(() => {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    });
    let asked: Record<string, unknown> = {};
    const url = await serve((request, response) => {
      asked = request.headers;
      response.end(page);
    });
    await scraper.scrape(url, 5_000);
    expect(asked['accept-encoding']).toBe('identity');
    expect(Object.keys(asked).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host']);
  });
});

describe('what goes wrong is one named error', () => {
  test.each([
    [301, 'http', /redirects \(HTTP 301\) to http:\/\/169\.254\.169\.254\/, which is not followed/],
    [401, 'auth', /answered HTTP 401$/],
    [403, 'auth', /answered HTTP 403$/],
    [404, 'http', /answered HTTP 404$/],
    [500, 'http', /answered HTTP 500$/],
    [503, 'http', /answered HTTP 503$/],
    [400, 'http', /answered HTTP 400; if it wants TLS, try https:/],
  ])('status %i', async (status, kind, text) => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(status, { location: 'http://169.254.169.254/' }).end(page);
    });
    expect(await failure(url)).toEqual({ kind, text: expect.stringMatching(text) });
    expect(requests).toBe(1);
  });

  test('an HTML page with status 200', async () => {
    const url = await serve((_, response) => response.end('<html>login</html>'));
    expect(await failure(url)).toEqual({ kind: 'parse', text: expect.stringContaining('HTML') });
  });

  test('a gzip bomb, which is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await failure(url)).toEqual({ kind: 'http', text: expect.stringContaining('compressed page (gzip)') });
  });

  test('a body without end', async () => {
    const url = await serve((_, response) => {
      const filler = `${'# '.padEnd(65_000, 'x')}\n`;
      const more = () => {
        while (!response.destroyed && response.write(filler));
        response.once('drain', more);
      };
      more();
    });
    expect(await failure(url)).toEqual({ kind: 'too-large', text: expect.stringContaining('larger than 16 MiB') });
  });

  test('a body that drips: the deadline counts for the whole', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('e'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await failure(url, 300)).toEqual({ kind: 'timeout', text: expect.stringContaining('within 300 ms') });
  });

  test('headers that never come', async () => {
    const url = await serveBytes(() => undefined);
    expect(await failure(url, 200)).toEqual({ kind: 'timeout', text: expect.stringContaining('within 200 ms') });
  });

  test('a body cut short of its length', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': page.length });
      response.write(page.slice(0, 1000), () => response.destroy());
    });
    expect(await failure(url)).toMatchObject({ kind: 'reset' });
  });

  test('a connection closed without a word', async () => {
    const url = await serveBytes((socket) => socket.on('data', () => socket.destroy()));
    expect(await failure(url)).toEqual({ kind: 'reset', text: expect.stringContaining('try https://') });
  });

  test('an answer in HTTP/2 frames, as of a port for gRPC only', async () => {
    const url = await serveBytes((socket) => socket.end(Buffer.from([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 64, 0])));
    expect(await failure(url)).toEqual({ kind: 'http', text: expect.stringContaining('speaks gRPC only') });
  });

  test('headers of a megabyte', async () => {
    const url = await serveBytes((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`));
    expect(await failure(url)).toMatchObject({ kind: 'too-large' });
  });

  test('nobody listens', async () => {
    const url = await serve(() => undefined);
    for (const close of closers.splice(0)) close();
    expect(await failure(url)).toEqual({ kind: 'refused', text: expect.stringContaining('connection refused') });
  });

  test('a name that does not resolve', async () => {
    expect(await failure('http://nowhere.invalid:2379/metrics')).toEqual({
      kind: 'dns',
      text: expect.stringContaining('nowhere.invalid does not resolve'),
    });
  });

  test('a slow page does not spoil the next one', async () => {
    let slow = true;
    const url = await serve((_, response) => {
      if (!slow) response.end(page);
    });
    expect(await failure(url, 150)).toMatchObject({ kind: 'timeout' });
    slow = false;
    expect(await failure(url)).toBeUndefined();
  });
});

test('a handshake that never ends does not hold up the read beyond its deadline', async () => {
  const url = await serveBytes(() => undefined);
  scraper.drop();
  scraper = openScraper(60_000);
  const started = performance.now();
  expect(await failure(url.replace('http:', 'https:'), 100)).toMatchObject({ kind: 'timeout' });
  expect(performance.now() - started).toBeLessThan(15_000);
});

describe('the Date of an answer', () => {
  const date = 'Sat, 21 Nov 2026 14:00:10 GMT';
  const at = Date.parse(date);
  test('bounds the clock by its second and by the way there and back', () => {
    expect(clockOf(date, at + 400, at + 500)).toEqual({ offsetSeconds: 0.05, errorSeconds: 0.55 });
    expect(clockOf(date, at - 5000, at - 4000)).toEqual({ offsetSeconds: 5, errorSeconds: 1 });
  });
  test('says nothing where there is none, where it is no date, and where the clock here was set back meanwhile', () => {
    expect(clockOf(undefined, at, at)).toBeUndefined();
    expect(clockOf('soon', at, at)).toBeUndefined();
    expect(clockOf(date, at + 100, at)).toBeUndefined();
  });
});
