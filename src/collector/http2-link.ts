import type { X509Certificate } from 'node:crypto';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { dial } from './dial.ts';
import { EtcdError } from './etcd-error.ts';
import type { TlsStore } from './tls-store.ts';

/** One HTTP/2 connection to an endpoint, dialled at the first request and again after it was lost. */
export type Http2Link = {
  request(method: string, path: string, headers: OutgoingHttpHeaders): Promise<ClientHttp2Stream>;
  /** Resolves once the connection stands; rejects with an EtcdError. */
  connect(): Promise<void>;
  /** Ends the connection, and with `reason` whatever else is under way on it; the next request dials anew. */
  drop(reason?: EtcdError): void;
  /** Whether the server has spoken HTTP/2 on the present connection. */
  spoke(): boolean;
  certificate(): X509Certificate | undefined;
};

/** A link to `url`; the TLS material is taken from the store at each dial. */
export function createHttp2Link(url: URL, tls: TlsStore, dialTimeoutMs: number): Http2Link {
  let session: Promise<ClientHttp2Session> | undefined;
  let dialling = new AbortController();
  let spoke = false;
  let certificate: X509Certificate | undefined;

  const open = async (): Promise<ClientHttp2Session> => {
    spoke = false;
    const { signal } = dialling;
    const dialled = await dial(url, { tls: tls.current(), timeoutMs: dialTimeoutMs, protocol: 'h2', signal });
    certificate = dialled.certificate;
    const { alpnProtocol } = dialled.socket as TLSSocket;
    if (url.protocol === 'https:' && alpnProtocol !== 'h2') {
      dialled.socket.destroy();
      throw new EtcdError('rpc', `${url.host} speaks TLS but not HTTP/2: it is not a port for etcd clients`);
    }
    const opened = connect(url, { createConnection: () => dialled.socket });
    // Errors reach the streams; without a listener they would end the process.
    opened.on('error', () => undefined);
    opened.once('remoteSettings', () => {
      spoke = true;
    });
    opened.unref();
    return opened;
  };

  const connected = async (): Promise<ClientHttp2Session> => {
    const current = session ?? open();
    session = current;
    const forget = () => {
      if (session === current) session = undefined;
    };
    try {
      const ready = await current;
      if (!ready.closed && !ready.destroyed) return ready;
    } catch (error) {
      forget();
      throw error;
    }
    // The server went away while nothing was asked: dial again, as for a first request.
    forget();
    return connected();
  };

  const drop = (reason?: EtcdError) => {
    const dropped = session;
    session = undefined;
    dialling.abort(reason);
    dialling = new AbortController();
    dropped?.then(
      (one) => one.destroy(reason),
      () => undefined,
    );
  };

  return {
    connect: async () => {
      await connected();
    },
    request: async (method, path, headers) => {
      const ready = await connected();
      ready.ref();
      const stream = ready.request({ ...headers, ':method': method, ':path': path });
      stream.once('close', () => ready.unref());
      return stream;
    },
    drop,
    spoke: () => spoke,
    certificate: () => certificate,
  };
}
