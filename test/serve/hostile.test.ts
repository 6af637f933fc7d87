import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../lab/wait.ts';
import { healthyView } from '../report/views.ts';
import { boardOf } from './boards.ts';
import { listenerFor } from './listeners.ts';
import { exchange, hold } from './raw.ts';

const ended: { destroy: () => void }[] = [];
afterEach(() => {
  for (const socket of ended.splice(0)) socket.destroy();
});

const host = 'Host: x\r\n';
const until = (holds: () => boolean | Promise<boolean>, what: string) => eventually(holds, { what, everyMs: 20 });
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const alive = async (port: number) =>
  statusOf(await exchange(port, `GET /livez HTTP/1.1\r\n${host}Connection: close\r\n\r\n`));

describe('a request that is none', () => {
  const marker = 'mArKeR';
  test.each([
    ['garbage', `\x00\x01\xff${marker}\r\n\r\n`, 400],
    ['HTTP/0.9', `GET /${marker}\r\n\r\n`, 400],
    ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex'), 400],
    ['control characters in the path', `GET /\x1b[2J${marker} HTTP/1.1\r\n${host}\r\n`, 400],
    ['two lengths', `GET / HTTP/1.1\r\n${host}Content-Length: 0\r\nContent-Length: 5\r\n\r\n`, 400],
    ['length and chunks', `GET / HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['a folded header', `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`, 400],
    ['a bare line feed', `GET / HTTP/1.1\n${host}X: ${marker}\n\n`, 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a huge path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431],
    ['a huge header', `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a proxy request', `GET http://${marker}.example/metrics HTTP/1.1\r\n${host}\r\n`, 400],
    ['a tunnel', `CONNECT ${marker}.example:443 HTTP/1.1\r\n${host}\r\n`, 405],
    ['an asterisk', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 405],
    ['a POST', `POST /metrics HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n`, 405],
    ['a DELETE', `DELETE /${marker} HTTP/1.1\r\n${host}\r\n`, 405],
    ['a POST with a body', `POST /health HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`, 413],
    ['a GET with a body', `GET /health HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`, 413],
    ['a body in chunks', `GET / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`, 413],
    ['leave for a body', `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 99\r\n\r\n`, 413],
    ['a path beside the pages', `GET /metrics/../../etc/${marker} HTTP/1.1\r\n${host}\r\n`, 404],
    ['an encoded path', `GET /%2e%2e/%00${marker} HTTP/1.1\r\n${host}\r\n`, 404],
    ['a path of two slashes', `GET //metrics HTTP/1.1\r\n${host}\r\n`, 404],
    ['a name of every object', `GET /__proto__ HTTP/1.1\r\n${host}\r\n`, 404],
    ['an upgrade', `GET /livez?${marker} HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, 200],
  ])('%s', async (_, bytes, status) => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()));
    const answer = await exchange(port, bytes);
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toContain(marker);
    expect(await alive(port)).toBe(200);
    const refused = [...traffic.refused.values()].reduce((sum, count) => sum + count, 0);
    expect(refused).toBe(status === 200 ? 0 : 1);
  });

  test('is told what may be asked instead', async () => {
    const { port } = await listenerFor(boardOf(healthyView()));
    for (const request of [`PUT / HTTP/1.1\r\n${host}\r\n`, `CONNECT a:1 HTTP/1.1\r\n${host}\r\n`])
      expect(await exchange(port, request)).toContain('\r\nAllow: GET, HEAD\r\n');
  });
});

test('whatever bytes come, the next client is answered', async () => {
  const { port, traffic } = await listenerFor(boardOf(healthyView()));
  const piece = fc.constantFrom(
    'GET ',
    '/metrics',
    ' HTTP/1.1',
    '\r\n',
    'Host: x',
    ': ',
    'Content-Length',
    '9',
    '\0',
    '\xff',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ maxLength: 20 })), { maxLength: 30 }), async (pieces) => {
      const socket = await hold(port);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.end(Buffer.from(pieces.join(''), 'latin1'));
      await closed;
      if (socket.received() !== '') expect(socket.received()).toMatch(/^HTTP\/1\.1 [2-5]\d\d /);
    }),
    { numRuns: 200 },
  );
  await until(() => traffic.openConnections === 0, 'all are gone');
  expect(await alive(port)).toBe(200);
});

describe('clients that are slow', () => {
  test('to send their headers lose their connection', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), { limits: { headersMs: 300 } });
    const silent = await Promise.all(Array.from({ length: 20 }, () => hold(port)));
    const dripping = await Promise.all(Array.from({ length: 20 }, () => hold(port, `GET / HTTP/1.1\r\n${host}X-`)));
    ended.push(...silent, ...dripping);
    const drip = setInterval(() => {
      for (const socket of dripping) if (socket.writable) socket.write('a');
    }, 100);
    await until(() => traffic.openConnections === 0, 'slow connections end').finally(() => clearInterval(drip));
    expect(dripping.map((socket) => statusOf(socket.received()))).toEqual(Array(20).fill(408));
    expect(traffic.refused.get('slow')).toBeGreaterThanOrEqual(20);
    expect(await alive(port)).toBe(200);
  });

  test('to read an answer lose their connection', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), {
      memberPage: () => 'x'.repeat(20_000_000),
      limits: { answerMs: 3000, inFlight: 3 },
    });
    const readers = await Promise.all(
      Array.from({ length: 3 }, () => hold(port, `GET /member HTTP/1.1\r\n${host}\r\n`)),
    );
    ended.push(...readers);
    for (const reader of readers) reader.pause();
    const member = `GET /member HTTP/1.1\r\n${host}\r\n`;
    await until(() => traffic.answered.get('/member 200') === 3, 'three long answers are under way');
    const busy = await exchange(port, member);
    expect(statusOf(busy)).toBe(503);
    expect(busy).toContain('\r\nRetry-After: 1\r\n');
    expect(await alive(port)).toBe(200);
    await until(() => traffic.openConnections === 0, 'slow readers end');
    expect(traffic.refused.get('slow')).toBe(3);
    expect(statusOf(await exchange(port, `HEAD /member HTTP/1.1\r\n${host}\r\n`))).toBe(200);
  });

  test('to ask again lose their connection', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), { limits: { keepAliveMs: 200 } });
    const idle = await hold(port, `GET /livez HTTP/1.1\r\n${host}\r\n`);
    ended.push(idle);
    await until(() => idle.received().endsWith('ok\n'), 'an answer');
    await until(() => traffic.openConnections === 0, 'idle connections end');
    expect(traffic.refused.get('slow')).toBe(0);
  });
});

describe('clients that want much', () => {
  test('at once on one connection lose it, and nothing of it is left', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), { limits: { inFlight: 8 } });
    for (let round = 0; round < 5; round++) {
      const socket = await hold(port, `GET /metrics HTTP/1.1\r\n${host}\r\n`.repeat(500));
      ended.push(socket);
      await until(() => socket.destroyed || socket.closed, 'the connection ends');
    }
    await until(() => traffic.openConnections === 0, 'nothing is open');
    expect(traffic.refused.get('in-flight')).toBeGreaterThan(0);
    // As many at once as are allowed: one that was held by the connections that are gone would be refused.
    const answers = await exchange(port, `GET /metrics HTTP/1.1\r\n${host}\r\n`.repeat(8), 500);
    expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(Array(8).fill('HTTP/1.1 200'));
  });

  test('may ask a few times in a row and are answered in order', async () => {
    const { port } = await listenerFor(boardOf(healthyView()));
    const requests = ['/livez', '/nothing', '/readyz'].map((path) => `GET ${path} HTTP/1.1\r\n${host}\r\n`).join('');
    const answers = await exchange(port, requests, 500);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).toEqual(['200', '404', '200']);
  });

  test('connections leave some to others', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), {
      limits: { connections: 8, connectionsPerAddress: 6 },
    });
    const greedy = await Promise.all(Array.from({ length: 12 }, () => hold(port)));
    ended.push(...greedy);
    await until(() => greedy.filter((socket) => socket.closed).length === 6, 'all beyond the bound are closed');
    expect(traffic.openConnections).toBe(6);
    expect(traffic.refused.get('connections')).toBe(6);
    for (const socket of greedy) socket.destroy();
    await until(() => traffic.openConnections === 0, 'all are gone');
    expect(await alive(port)).toBe(200);
  });

  test('connections in all are turned away too', async () => {
    const { port, traffic } = await listenerFor(boardOf(healthyView()), {
      limits: { connections: 4, connectionsPerAddress: 100 },
    });
    const greedy = await Promise.all(Array.from({ length: 10 }, () => hold(port)));
    ended.push(...greedy);
    await until(() => greedy.filter((socket) => socket.closed).length === 6, 'all beyond the bound are closed');
    expect(traffic.refused.get('connections')).toBe(6);
  });
});
