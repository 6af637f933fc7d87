import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { answering } from './answering.ts';
import type { Board } from './board.ts';
import { boundConnections } from './connections.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { listenError } from './listen-error.ts';
import { type ListenerTls, type ListenerTlsFiles, openListenerTls } from './listener-tls.ts';
import { metricsPage } from './metrics-page.ts';
import { pages as allPages } from './routes.ts';
import { openToken } from './token.ts';
import { countTraffic, type Traffic, type TrafficCount } from './traffic.ts';

export type ListenerOptions = {
  readonly listen: { readonly host: string; readonly port: number };
  /** The program's version, for the landing page and the build info. */
  readonly version: string;
  readonly tls?: ListenerTlsFiles | undefined;
  /** Path of the file with the bearer token that every page but the probes' then asks for. */
  readonly tokenFile?: string | undefined;
  /** Whether there is a /metrics; true unless said. */
  readonly metrics?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
};

/** The pages whose content others make. */
export type ListenerPages = { readonly memberPage: () => string | undefined };

export type Listener = {
  /** What it listens on; the port is the one it got when 0 was asked. */
  readonly address: { readonly host: string; readonly port: number };
  readonly traffic: Traffic;
  /** Looks at the TLS and token files at once, as it does by itself every few seconds. */
  readonly refresh: () => void;
  /** Why changed TLS or token files are not in use, one sentence each. Holds foreign text. */
  readonly problems: () => readonly string[];
  /** Takes no more requests, lets answers under way end within `deadlineMs`, then lets go of every connection. */
  readonly close: (deadlineMs?: number) => Promise<void>;
};

/** How often files are looked at for changes. */
const refreshMs = 5000;

/** Serves the pages. Rejects with a ListenError of one sentence when address or files cannot be used. */
export async function openListener(options: ListenerOptions, board: Board, pages: ListenerPages): Promise<Listener> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const tls = options.tls && openListenerTls(options.tls);
  const token = options.tokenFile === undefined ? undefined : openToken(options.tokenFile);
  const traffic = countTraffic();
  const metrics = metricsPage(board, { version: options.version, traffic });
  const shown = {
    board,
    version: options.version,
    pages: options.metrics === false ? allPages.filter(({ path }) => path !== '/metrics') : allPages,
    exposition: metrics.text,
    memberPage: pages.memberPage,
  };
  const server = serverOf(limits, tls);
  const connections = boundConnections(server, limits, traffic);
  const answer = answering({ shown, token, limits, traffic });
  server.on('request', answer);
  // Whoever asks for leave to send a body is told no before sending it.
  server.on('checkContinue', answer);
  server.on('checkExpectation', answer);
  refuseOddConnections(server, traffic);
  const address = await listening(server, options.listen);

  function refresh() {
    if (tls?.refresh()) (server as TlsServer).setSecureContext(tls.current());
    token?.refresh();
  }
  const timer = setInterval(refresh, refreshMs);
  timer.unref();
  return {
    address,
    traffic,
    refresh,
    problems: () =>
      [tls, token].flatMap((files) => {
        const problem = files?.problem();
        return problem === undefined ? [] : [`${problem}; the last good one stays in use`];
      }),
    close: async (deadlineMs = 1000) => {
      clearInterval(timer);
      metrics.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const deadline = setTimeout(connections.endAll, deadlineMs);
      await closed;
      clearTimeout(deadline);
    },
  };
}

function serverOf(limits: Limits, tls: ListenerTls | undefined): Server {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    keepAliveTimeout: limits.keepAliveMs,
    // Asked for where everything else is refused and counted.
    requireHostHeader: false,
  };
  const server = tls
    ? createTlsServer({ ...options, ...tls.current(), handshakeTimeout: limits.headersMs })
    : createServer(options);
  server.setTimeout(limits.socketMs);
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  return server;
}

function listening(server: Server, { host, port }: ListenerOptions['listen']): Promise<Listener['address']> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, { host, port })));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      // Such as too many open files when a connection is accepted: the next one may do better.
      server.on('error', () => {});
      const { address, port: got } = server.address() as AddressInfo;
      resolve({ host: address, port: got });
    });
  });
}

/** Turns away tunnels, what is no HTTP, and handshakes that fail. */
function refuseOddConnections(server: Server, traffic: TrafficCount): void {
  server.on('connect', (_request, socket: Socket) => {
    traffic.refuse('method');
    turnAway(socket, '405 Method Not Allowed\r\nAllow: GET, HEAD');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    traffic.refuse(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'slow' : 'malformed');
    turnAway(socket, statusOfError(error.code));
  });
  server.on('tlsClientError', (_error, socket) => {
    traffic.refuse('tls');
    socket.destroy();
  });
}

function statusOfError(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
}

/** Answers what is no request, and lets go of the connection. */
function turnAway(socket: Socket, status: string): void {
  // The HTTP server has let go of it, and with it of its errors.
  socket.on('error', () => {});
  if (!socket.writable || socket.writableEnded) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
