import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from 'node:http2';
import type { Http2Link } from './http2-link.ts';

export type UnaryOptions = { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal };

/** A status that a server gave, or (with a cause or the text of the gRPC mapping) what kept it from giving one. */
export class RpcFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RpcFailure';
    this.code = code;
  }
}

/** One unary gRPC call over `link`: message bytes in, message bytes out. Rejects with an RpcFailure, or with what dialling said. */
export async function callUnary(
  link: Http2Link,
  path: string,
  request: Uint8Array,
  { headers, signal }: UnaryOptions,
): Promise<Uint8Array> {
  const stream = await link.request('POST', path, {
    'content-type': 'application/grpc',
    'user-agent': 'etcdoc',
    te: 'trailers',
    ...headers,
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let head: IncomingHttpHeaders | undefined;
    let trailers: IncomingHttpHeaders | undefined;
    const fail = (failure: RpcFailure) => {
      reject(failure);
      abandon(stream);
    };
    const onAbort = () => fail(new RpcFailure(codes.canceled, 'the call was given up', signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    stream.on('response', (received) => {
      head = received;
      const refusal = notGrpc(received);
      if (refusal !== undefined) fail(refusal);
    });
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) fail(new RpcFailure(codes.resourceExhausted, 'the answer is larger than 4 MiB'));
      else chunks.push(chunk);
    });
    stream.on('trailers', (received) => {
      trailers = received;
    });
    stream.on('error', (error) => reject(new RpcFailure(codes.unavailable, error.message, error)));
    stream.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      const failure = failureOf(head, trailers, stream.rstCode);
      if (failure !== undefined) return reject(failure);
      try {
        resolve(messageIn(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)));
      } catch (error) {
        reject(error);
      }
    });
    if (signal.aborted) onAbort();
    else stream.end(framed(request));
  });
}

/** As numbered on the wire. */
const codes = { canceled: 1, unknown: 2, resourceExhausted: 8, internal: 13, unavailable: 14 } as const;
const maxBytes = 4 * 1024 * 1024;
const prefixBytes = 5;

function abandon(stream: ClientHttp2Stream): void {
  if (!stream.destroyed) stream.close(constants.NGHTTP2_CANCEL);
}

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(prefixBytes + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixBytes);
  return frame;
}

/** The one message of an answer, without its frame. */
function messageIn(body: Buffer): Uint8Array {
  if (body.length < prefixBytes) throw new RpcFailure(codes.internal, 'the answer has no message');
  if (body[0] !== 0) throw new RpcFailure(codes.internal, 'the answer is compressed, which was not asked for');
  if (body.readUInt32BE(1) !== body.length - prefixBytes)
    throw new RpcFailure(codes.internal, 'the answer is not as long as it says');
  return body.subarray(prefixBytes);
}

/** A proxy or a web server in the place of etcd. */
function notGrpc(head: IncomingHttpHeaders): RpcFailure | undefined {
  const status = Number(head[':status']);
  const type = head['content-type'] ?? 'nothing named';
  if (status !== 200) return new RpcFailure(codes.unknown, `HTTP ${status}`);
  return type.startsWith('application/grpc') ? undefined : new RpcFailure(codes.unknown, `HTTP 200 with ${type}`);
}

function failureOf(
  head: IncomingHttpHeaders | undefined,
  trailers: IncomingHttpHeaders | undefined,
  reset: number,
): RpcFailure | undefined {
  const status = trailers?.['grpc-status'] ?? head?.['grpc-status'];
  if (status !== undefined) {
    if (status === '0') return undefined;
    return new RpcFailure(Number(status), decoded(trailers?.['grpc-message'] ?? head?.['grpc-message']));
  }
  if (head === undefined) return new RpcFailure(codes.unavailable, `stream closed with error code ${reset}`);
  return new RpcFailure(codes.internal, 'the answer has no gRPC status');
}

/** Percent-encoded as the protocol says; a server that does not is quoted as it is. */
function decoded(text: string | string[] | undefined): string {
  const said = String(text ?? '');
  try {
    return decodeURIComponent(said);
  } catch {
    return said;
  }
}
