import { request } from 'node:http';
import { connect } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { etcdApi } from './etcd-api.ts';
import { GrpcError, openChannel } from './grpc.ts';
import { startFakeGrpc } from './hostile-grpc.ts';
import { type HostileKind, startHostileHttp } from './hostile-http.ts';
import { refusedUrl, startSilentTcp } from './hostile-tcp.ts';
import { encodeMessage } from './protobuf.ts';

type Seen = { readonly status: number; readonly message: string; readonly bytes: number; readonly complete: boolean };

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const cases: readonly [HostileKind, Partial<Seen> | RegExp][] = [
  ['good', { status: 200, bytes: 10, complete: true }],
  ['truncated-with-length', /ECONNRESET/],
  ['truncated-chunked', /ECONNRESET/],
  ['truncated-without-length', { status: 200, bytes: 5, complete: true }],
  ['garbage', { status: 200, bytes: 4096 }],
  ['not-http', /HPE_/],
  ['drip-feed', /ABORT/],
  ['huge', /too much/],
  ['redirect', { status: 302 }],
  ['html', { status: 200 }],
  ['slow-headers', /ABORT/],
  ['huge-headers', /HPE_HEADER_OVERFLOW/],
  ['never-answers', /ABORT/],
  ['reset', /ECONNRESET/],
  ['escape-status', { status: 503, message: '\u001b[2J\u001b]0;owned\u0007\u009b31m gone' }],
];

test.each(cases)('the hostile HTTP server is %s', async (kind, expected) => {
  const server = await startHostileHttp(kind, '0123456789');
  open.push(server);
  const endless = expected instanceof RegExp && expected.test('ABORT');
  if (expected instanceof RegExp) await expect(fetchOnce(server.url, endless ? 400 : 10_000)).rejects.toThrow(expected);
  else expect(await fetchOnce(server.url)).toMatchObject(expected);
  expect(server.requests()).toBe(1);
});

test('a gzip bomb is small on the wire', async () => {
  const server = await startHostileHttp('gzip-bomb');
  open.push(server);
  const { bytes } = await fetchOnce(server.url);
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(200_000);
});

test('the silent server accepts and says nothing; a refused address refuses', async () => {
  const server = await startSilentTcp();
  open.push(server);
  const socket = connectTcp(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  await expect.poll(() => server.accepted(), { timeout: 10_000 }).toBe(1);
  await expect(fetchOnce(await refusedUrl())).rejects.toThrow(/ECONNREFUSED/);
});

test('the fake gRPC server gives messages, statuses, silence and resets as told', async () => {
  const server = await startFakeGrpc({
    'Maintenance/Status': {
      message: encodeMessage([
        [2, '3.9.\u001b[2J'],
        [4, 2n ** 64n - 1n],
      ]),
    },
    'Cluster/MemberList': { status: 14, text: '%1b[31mgone%0anext', trailersOnly: true },
  });
  open.push(server);
  const channel = openChannel(server.url, undefined);
  const api = etcdApi(channel, () => undefined);
  expect(await api.status()).toMatchObject({ version: '3.9.\u001b[2J', leader: 'ffffffffffffffff' });
  await expect(api.memberList()).rejects.toMatchObject(new GrpcError(14, '\u001b[31mgone\nnext'));
  await expect(api.defragment()).rejects.toMatchObject({ code: 12 });
  server.answers['Maintenance/Status'] = { status: 7, text: 'permission denied' };
  await expect(api.status()).rejects.toMatchObject({ code: 7, message: 'permission denied' });
  server.answers['Maintenance/Status'] = 'never';
  await expect(api.status(200)).rejects.toMatchObject({ code: 4 });
  server.answers['Maintenance/Status'] = 'reset';
  await expect(api.status(10_000)).rejects.toMatchObject({ code: -1 });
  server.answers['Maintenance/Status'] = 'close';
  await expect(api.status(10_000)).rejects.toMatchObject({ code: -1 });
  server.answers['Maintenance/Status'] = { raw: new Uint8Array([0, 0, 0, 0, 9, 1]) };
  await expect(api.status(10_000)).rejects.toThrow(/protobuf/);
  expect(server.calls.filter((call) => call === 'Maintenance/Status')).toHaveLength(6);
  api.close();
});

test('an HTTP answer where gRPC is expected', async () => {
  const server = await startFakeGrpc({ 'KV/Range': { http: 502, contentType: 'text/html', body: '<html>' } });
  open.push(server);
  const session = connect(server.url);
  const status = await new Promise((resolve) => {
    const stream = session.request({ ':method': 'POST', ':path': '/etcdserverpb.KV/Range' });
    stream.on('response', (headers) => resolve(headers[':status']));
    stream.end();
  });
  session.destroy();
  expect(status).toBe(502);
});

function fetchOnce(url: string, timeoutMs = 10_000): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new Error(`${error.code ?? ''} ${error.message}`));
    const sent = request(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 4 << 20) sent.destroy(new Error('too much'));
      });
      response.on('error', fail);
      response.on('end', () => {
        const { statusCode = 0, statusMessage = '', complete } = response;
        resolve({ status: statusCode, message: statusMessage, bytes, complete });
      });
    });
    sent.on('error', fail);
    sent.end();
  });
}
