import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type Listening, listen } from './listen.ts';

/** What the fake server does with one method. */
export type GrpcAnswer =
  /** One message, these bytes whether they are protobuf or not, and status OK. */
  | { readonly message: Uint8Array }
  /** A status and its message, sent as it stands unless it holds bytes that HTTP/2 forbids: encode those with %. */
  | { readonly status: number; readonly text?: string | undefined; readonly trailersOnly?: boolean | undefined }
  /** These bytes as the body, without a frame around them, and status OK. */
  | { readonly raw: Uint8Array }
  | { readonly http: number; readonly contentType?: string | undefined; readonly body?: string | undefined }
  | 'never'
  | 'reset'
  | 'close'
  | 'no-trailers';

export type GrpcAnswers = Record<string, GrpcAnswer | ((headers: IncomingHttpHeaders) => GrpcAnswer)>;
export type FakeGrpc = Listening & { readonly answers: GrpcAnswers; readonly calls: readonly string[] };

/** A plain-text HTTP/2 server that answers by method, such as 'Maintenance/Status'; the record may be changed while it runs, other methods are unimplemented. */
export async function startFakeGrpc(answers: GrpcAnswers): Promise<FakeGrpc> {
  const calls: string[] = [];
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).replace(/^\/(etcdserverpb\.)?/, '');
    calls.push(method);
    stream.on('error', () => undefined);
    const found = answers[method] ?? { status: 12, text: `unknown method ${method}` };
    // The client's message is read first: a reset before that would look like another fault.
    stream.resume().on('end', () => respond(stream, typeof found === 'function' ? found(headers) : found));
  });
  return { ...(await listen(server)), answers, calls };
}

/** A length-prefixed gRPC frame; `claimed` lies about the length. */
export function grpcFrame(message: Uint8Array, claimed = message.length, compressed = false): Uint8Array {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(compressed ? 1 : 0, 0);
  prefix.writeUInt32BE(claimed, 1);
  return Buffer.concat([prefix, message]);
}

function respond(stream: ServerHttp2Stream, answer: GrpcAnswer): void {
  const head = { ':status': 200, 'content-type': 'application/grpc' };
  if (answer === 'never') return;
  if (answer === 'reset') return void stream.close(2);
  if (answer === 'close') return void stream.session?.destroy();
  if (answer === 'no-trailers') return void stream.respond(head, { endStream: true });
  if ('http' in answer) {
    stream.respond({ ':status': answer.http, 'content-type': answer.contentType ?? 'text/plain' });
    return void stream.end(answer.body ?? '');
  }
  if ('status' in answer) {
    const trailers = { 'grpc-status': String(answer.status), 'grpc-message': answer.text ?? '' };
    if (answer.trailersOnly === true) return void stream.respond({ ...head, ...trailers }, { endStream: true });
    return void finish(stream, trailers);
  }
  finish(stream, { 'grpc-status': '0' }, 'raw' in answer ? answer.raw : grpcFrame(answer.message));

  function finish(open: ServerHttp2Stream, trailers: Record<string, string>, body?: Uint8Array): void {
    open.respond(head, { waitForTrailers: true });
    open.on('wantTrailers', () => open.sendTrailers(trailers));
    open.end(body);
  }
}
