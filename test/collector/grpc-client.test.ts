import { afterEach, describe, expect, test } from 'vitest';
import type { EtcdClient } from '../../src/collector/etcd-client.ts';
import { createEtcdClient } from '../../src/collector/grpc-client.ts';
import { openTlsStore } from '../../src/collector/tls-store.ts';
import { createTokens } from '../../src/collector/tokens.ts';
import { type GrpcAnswers, grpcFrame, startFakeGrpc } from '../lab/hostile-grpc.ts';
import { refusedUrl, startSilentTcp } from '../lab/hostile-tcp.ts';
import { encodeMessage } from '../lab/protobuf.ts';
import { eventually } from '../lab/wait.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function clientOf(url: string, user?: { name: string; password: string }): EtcdClient {
  const tls = openTlsStore({ insecureSkipVerify: false });
  const client = createEtcdClient(url, { dialTimeoutMs: 1_000, tls, tokens: createTokens(user) });
  closers.push(() => client.close());
  return client;
}

async function fake(answers: GrpcAnswers) {
  const server = await startFakeGrpc(answers);
  closers.push(() => server.close());
  return server;
}

const failure = (client: EtcdClient, deadlineMs = 3_000) =>
  client.status(deadlineMs).then(
    () => undefined,
    (error: { kind: string; message: string }) => ({ kind: error.kind, text: error.message }),
  );

const huge = 0xffff_ffff_ffff_fff5n;
const header = encodeMessage([
  [1, huge],
  [2, 0x0fn],
  [3, 9_007_199_254_740_993n],
]);

describe('an answer', () => {
  test('keeps 64-bit numbers, ids are hex, what a version does not say is undefined', async () => {
    const message = encodeMessage([
      [1, header],
      [2, '3.5.30'],
      [3, 4096],
      [5, huge],
      [6, 2],
      [8, 'etcdserver: no leader'],
    ]);
    const server = await fake({ 'Maintenance/Status': { message } });
    const { from, status } = await clientOf(server.url).status(3_000);
    expect(from).toEqual({ clusterId: 'fffffffffffffff5', memberId: 'f' });
    expect(status).toEqual({
      version: '3.5.30',
      leaderId: undefined,
      term: 2n,
      raftIndex: huge,
      appliedIndex: 0n,
      revision: 9_007_199_254_740_993n,
      dbSizeBytes: 4096,
      dbInUseBytes: undefined,
      quotaBytes: undefined,
      storageVersion: undefined,
      learner: false,
      errors: ['etcdserver: no leader'],
      rttSeconds: expect.any(Number),
    });
  });

  test('with fields of a newer etcd is read, they are passed over', async () => {
    const message = encodeMessage([
      [1, header],
      [900, 'new'],
      [901, 7],
    ]);
    const server = await fake({ 'Maintenance/Status': { message } });
    expect((await clientOf(server.url).status(3_000)).from.memberId).toBe('f');
  });
});

describe('what goes wrong is one named error', () => {
  test.each<[string, GrpcAnswers[string], string, RegExp]>([
    [
      'a status of the server, its text as it is',
      { status: 14, text: 'etcdserver: %1b[2Jrequest timed out' },
      'rpc',
      /^etcdserver: .\[2Jrequest timed out$/,
    ],
    ['a status without a body', { status: 13, text: 'boom', trailersOnly: true }, 'rpc', /^boom$/],
    [
      'permission denied',
      { status: 7, text: 'etcdserver: permission denied' },
      'auth',
      /^etcdserver: permission denied$/,
    ],
    ['no trailers', 'no-trailers', 'rpc', /./],
    ['a stream that is reset', 'reset', 'reset', /closed the connection/],
    ['a connection that is closed', 'close', 'reset', /closed the connection/],
    ['no answer', 'never', 'timeout', /gave no answer within 400 ms/],
    ['an HTTP error', { http: 404, contentType: 'text/html', body: '<html>' }, 'rpc', /./],
    ['a web page', { http: 200, contentType: 'text/html', body: '<html>' }, 'rpc', /./],
    ['a frame that lies about its length', { raw: grpcFrame(new Uint8Array(3), 1000) }, 'rpc', /./],
    ['a frame of four gigabytes', { raw: grpcFrame(new Uint8Array(3), 0xffff_ffff) }, 'rpc', /./],
    ['a compressed frame that was not asked for', { raw: grpcFrame(new Uint8Array(3), 3, true) }, 'rpc', /./],
    ['bytes that are no protobuf', { message: Buffer.from([0x0a, 0xff, 0xff, 0xff]) }, 'rpc', /./],
  ])('%s', async (_, answer, kind, text) => {
    const server = await fake({ 'Maintenance/Status': answer });
    // Only what never comes is to meet its deadline, however slow the machine.
    const deadlineMs = kind === 'timeout' ? 400 : 15_000;
    expect(await failure(clientOf(server.url), deadlineMs)).toEqual({ kind, text: expect.stringMatching(text) });
  });

  test('nobody listens', async () => {
    expect(await failure(clientOf(await refusedUrl()))).toEqual({
      kind: 'refused',
      text: expect.stringContaining('nothing listens on'),
    });
  });

  test('a port that accepts and is silent, in plain and in TLS', async () => {
    const silent = await startSilentTcp();
    closers.push(() => silent.close());
    expect(await failure(clientOf(silent.url), 200)).toMatchObject({ kind: 'timeout' });
    const tls = await failure(clientOf(silent.url.replace('http:', 'https:')), 3_000);
    expect(tls).toEqual({
      kind: 'timeout',
      text: expect.stringContaining('did not answer the TLS handshake within 1000 ms'),
    });
  });

  test('after a timeout the connection is given up and the next call dials anew', async () => {
    const server = await fake({ 'Maintenance/Status': 'never' });
    const client = clientOf(server.url);
    expect(await failure(client, 200)).toMatchObject({ kind: 'timeout' });
    server.answers['Maintenance/Status'] = { message: encodeMessage([[1, header]]) };
    expect(await failure(client)).toBeUndefined();
  });

  test('a call that loses its connection to the timeout of another one has timed out too', async () => {
    const server = await fake({ 'Maintenance/Status': 'never', 'KV/Range': 'never' });
    const client = clientOf(server.url);
    const status = failure(client, 20_000);
    await eventually(() => server.calls.includes('Maintenance/Status'), { what: 'the first call' });
    await expect(client.read('linearizable', 200)).rejects.toMatchObject({ kind: 'timeout' });
    expect(await status).toEqual({ kind: 'timeout', text: expect.stringContaining('gave no answer within 200 ms') });
  });
});

describe('a token', () => {
  test('is sent, and renewed once when the server refuses it', async () => {
    let issued = 0;
    const ok = { message: encodeMessage([[1, header]]) };
    const server = await fake({
      'Auth/Authenticate': () => ({ message: encodeMessage([[2, `token-${++issued}`]]) }),
      'Maintenance/Status': ({ token }) =>
        token === 'token-2' ? ok : { status: 16, text: 'etcdserver: invalid auth token' },
    });
    const client = clientOf(server.url, { name: 'root', password: 'secret' });
    expect(await failure(client)).toBeUndefined();
    expect(await failure(client)).toBeUndefined();
    expect(server.calls).toEqual([
      'Auth/Authenticate',
      'Maintenance/Status',
      'Auth/Authenticate',
      'Maintenance/Status',
      'Maintenance/Status',
    ]);
  });

  test('that is refused again and again does not end in a loop', async () => {
    const server = await fake({
      'Auth/Authenticate': { message: encodeMessage([[2, 'same']]) },
      'Maintenance/Status': { status: 3, text: 'etcdserver: user name is empty' },
    });
    expect(await failure(clientOf(server.url, { name: 'root', password: 'secret' }))).toMatchObject({ kind: 'auth' });
    expect(server.calls.length).toBeLessThanOrEqual(4);
  });
});
