import type { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { explainFailure } from './error-text.ts';
import { EtcdError } from './etcd-error.ts';
import { rejectedServer } from './tls-error-text.ts';
import type { TlsMaterial } from './tls-store.ts';

export type DialOptions = {
  readonly tls: TlsMaterial;
  /** For name, TCP and TLS together. */
  readonly timeoutMs: number;
  readonly protocol: 'h2' | 'http/1.1';
  readonly signal: AbortSignal;
};

/** An open connection; `certificate` is the one the server showed. */
export type Dialled = { readonly socket: Socket; readonly certificate: X509Certificate | undefined };

/** Opens a connection to `url`, verified when it is https; rejects with an EtcdError. No proxy is ever asked. */
export function dial(url: URL, { tls, timeoutMs, protocol, signal }: DialOptions): Promise<Dialled> {
  return new Promise((resolve, reject) => {
    const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: portOf(url) };
    const socket = url.protocol === 'https:' ? secure(target, tls, protocol) : connectTcp({ ...target, noDelay: true });
    let connected = false;
    const timer = setTimeout(() => {
      const what = connected ? 'accepts connections but did not answer the TLS handshake' : 'could not be connected to';
      fail(new EtcdError('timeout', `${url.host} ${what} within ${timeoutMs} ms`));
    }, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.off('close', onClose);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      settle();
      // A socket that dies later still says so, and nobody else listens.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(explainFailure(error, { url, tls }));
    };
    const onClose = () => fail(new EtcdError('reset', closedEarly(url)));
    const onAbort = () =>
      fail(
        signal.reason instanceof EtcdError
          ? signal.reason
          : new EtcdError('other', `${url.host} is not needed any more`),
      );
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? onClose() : fail(error));
    const done = () => {
      const certificate = 'getPeerX509Certificate' in socket ? socket.getPeerX509Certificate() : undefined;
      const refusal = refuse(socket, url, certificate, tls);
      if (refusal !== undefined) return fail(refusal);
      settle();
      resolve({ socket, certificate });
    };
    socket.once('connect', () => {
      connected = true;
    });
    socket.on('error', onError);
    socket.on('close', onClose);
    signal.addEventListener('abort', onAbort);
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', done);
  });
}

function secure(target: { host: string; port: number }, tls: TlsMaterial, protocol: string): TLSSocket {
  const socket = connectTls({
    ...target,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ...(tls.context === undefined ? {} : { secureContext: tls.context }),
    ALPNProtocols: [protocol],
    // The check is ours, before a byte is sent: a certificate that Node refuses itself can no longer be looked at.
    rejectUnauthorized: false,
  });
  socket.setNoDelay(true);
  return socket;
}

function refuse(
  socket: Socket | TLSSocket,
  url: URL,
  certificate: X509Certificate | undefined,
  tls: TlsMaterial,
): EtcdError | undefined {
  if (!('authorized' in socket) || socket.authorized || tls.files.insecureSkipVerify) return undefined;
  const why: unknown = socket.authorizationError;
  const code = why instanceof Error ? ((why as NodeJS.ErrnoException).code ?? why.message) : String(why);
  return new EtcdError('tls', rejectedServer(code, url.host, certificate, tls));
}

function closedEarly(url: URL): string {
  if (url.protocol === 'http:') return `${url.host} closed the connection at once`;
  return `${url.host} closed the connection in the TLS handshake; if it does not use TLS, try http://${url.host}`;
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}
