import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Listening, listen } from './listen.ts';

export type HostileKind = keyof typeof behaviours;
export type HostileServer = Listening & {
  /** What it does from the next request on. */
  readonly become: (kind: HostileKind, body?: string) => void;
  /** How many requests reached it. */
  readonly requests: () => number;
};

type Answer = (response: ServerResponse, socket: Socket, body: string) => void;

const html = '<!DOCTYPE html><html><body><form action="/login">Sign in</form></body></html>';
const chunk = Buffer.alloc(64 * 1024, 'etcd_server_has_leader 1\n');
let bomb: Buffer | undefined;

/** Ways a metrics or health endpoint can misbehave; `body` is the page that the truncating and dripping ones begin to serve. */
const behaviours = {
  good: (response, _socket, body) => void response.end(body),
  empty: (response) => void response.end(),
  'truncated-with-length': (response, socket, body) => {
    response.writeHead(200, { 'content-length': body.length + 1000 });
    response.write(body, () => socket.destroy());
  },
  'truncated-chunked': (response, socket, body) => void response.write(body, () => socket.destroy()),
  // Without a length the end of the connection is the end of the body: nothing says that it was cut.
  'truncated-without-length': (_response, socket, body) => {
    const cut = body.slice(0, Math.ceil(body.length / 2));
    socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${cut}`);
  },
  garbage: (response) =>
    void response.end(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 151 + 7) % 256))),
  'not-http': (_response, socket) => void socket.end('\x15\x03\x01\x00\x02\x02\x50 not HTTP at all\r\n\r\n'),
  'drip-feed': (response, socket, body) => {
    let sent = 0;
    const timer = setInterval(() => response.write(body[sent++ % body.length] ?? '\n'), 100);
    socket.once('close', () => clearInterval(timer));
  },
  // Goes on for ever, as fast as it is read.
  huge: (response, socket) => {
    const more = () => {
      while (!socket.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  'long-line': (response) => void response.end(`etcd_x{a="${'y'.repeat(8 << 20)}"} 1\n`),
  'gzip-bomb': (response) => {
    bomb ??= gzipSync(Buffer.alloc(64 << 20, '#'), { level: 9 });
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(bomb);
  },
  redirect: (response) => void response.writeHead(302, { location: '/elsewhere' }).end('moved'),
  html: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  unauthorized: (response) => void response.writeHead(401).end('who are you?'),
  'not-found': (response) => void response.writeHead(404).end('404 page not found'),
  'server-error': (response) => void response.writeHead(500).end('\u001b[31mbroken\u001b[0m'),
  unavailable: (response) => void response.writeHead(503).end('{"health":"false","reason":"RAFT NO LEADER"}'),
  'slow-headers': (_response, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x-wait: 1\r\n'), 100);
    socket.once('close', () => clearInterval(timer));
  },
  'huge-headers': (_response, socket) =>
    void socket.end(`HTTP/1.1 200 OK\r\nx-big: ${'h'.repeat(64 * 1024)}\r\n\r\nok`),
  'never-answers': () => undefined,
  reset: (_response, socket) => void socket.resetAndDestroy(),
  // Node's own server refuses to send such a status line; the wire does not.
  'escape-status': (_response, socket) =>
    void socket.end(
      'HTTP/1.1 503 \u001b[2J\u001b]0;owned\u0007\u009b31m gone\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      'latin1',
    ),
} as const satisfies Record<string, Answer>;

/** All kinds, for tests that go through them. */
export const hostileKinds = Object.keys(behaviours) as HostileKind[];

/** An HTTP server on loopback that misbehaves as told, whatever the path. */
export async function startHostileHttp(kind: HostileKind, body = 'etcd_server_has_leader 1\n'): Promise<HostileServer> {
  let current: { readonly kind: HostileKind; readonly body: string } = { kind, body };
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    response.on('error', () => undefined);
    const answer: Answer = behaviours[current.kind];
    answer(response, request.socket, current.body);
  });
  const listening = await listen(server);
  return {
    ...listening,
    requests: () => requests,
    become: (next, nextBody = current.body) => {
      current = { kind: next, body: nextBody };
    },
  };
}
