import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';

/** A gRPC status that is not OK, or (code -1) a connection that gave no status. */
export class GrpcError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = 'GrpcError';
    this.code = code;
  }
}

export type CallOptions = { readonly deadlineMs?: number | undefined; readonly token?: string | undefined };

export type Channel = {
  /** One unary call: message bytes in, message bytes out; fails with GrpcError. */
  readonly call: (method: string, request: Uint8Array, options?: CallOptions) => Promise<Uint8Array>;
  readonly close: () => void;
};

/** A gRPC channel to one server, connected at the first call and again after a loss. It shares no code with the product, so it can contradict it. */
export function openChannel(url: string, tls: SecureClientSessionOptions | undefined): Channel {
  let session: ClientHttp2Session | undefined;
  const connected = () => {
    if (session === undefined || session.closed || session.destroyed) {
      session = connect(url, tls ?? {});
      session.setMaxListeners(0);
      session.on('error', () => session?.destroy());
      session.unref();
    }
    return session;
  };
  return {
    call: (method, request, options = {}) => unary(connected(), method, request, options, () => session?.destroy()),
    close: () => session?.destroy(),
  };
}

function unary(
  session: ClientHttp2Session,
  method: string,
  request: Uint8Array,
  options: CallOptions,
  abandon: () => void,
): Promise<Uint8Array> {
  const { deadlineMs = 5_000, token } = options;
  return new Promise((resolve, reject) => {
    const headers = {
      ':method': 'POST',
      ':path': `/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': `${deadlineMs}m`,
    };
    const stream = session.request(token === undefined ? headers : { ...headers, token });
    const chunks: Buffer[] = [];
    let status: IncomingHttpHeaders = {};
    const timer = setTimeout(() => {
      settle(new GrpcError(4, `no answer within ${deadlineMs} ms`));
      stream.destroy();
      // A frozen server leaves the connection useless; the next call makes a new one.
      abandon();
    }, deadlineMs + 250);
    const lost = (error?: Error) => settle(new GrpcError(-1, error?.message ?? 'closed without a response'));
    const settle = (failure?: GrpcError) => {
      clearTimeout(timer);
      session.off('error', lost);
      if (failure !== undefined) reject(failure);
      else resolve(Buffer.concat(chunks).subarray(5));
    };
    session.once('error', lost);
    stream.on('response', (received) => {
      if (received['grpc-status'] !== undefined) status = received;
    });
    stream.on('trailers', (received) => {
      status = received;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', lost);
    stream.on('close', () => {
      const code = status['grpc-status'];
      if (code === undefined) lost();
      else if (code === '0') settle();
      else
        settle(
          new GrpcError(Number(code), decodeURIComponent(String(status['grpc-message'] ?? `status ${String(code)}`))),
        );
    });
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(request.length, 1);
    stream.end(Buffer.concat([prefix, request]));
  });
}
