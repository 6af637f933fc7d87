import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TlsFiles } from '../../src/collector/connection.ts';
import { createEtcdClient } from '../../src/collector/grpc-client.ts';
import { createScraper } from '../../src/collector/scrape.ts';
import { openTlsStore } from '../../src/collector/tls-store.ts';
import { createTokens } from '../../src/collector/tokens.ts';
import type { MetricSet } from '../../src/model/metric-set.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import { clientCertificate, createAuthority, expired, type Pem, writePem } from '../lab/certificates.ts';
import { startCluster } from '../lab/cluster.ts';
import { pause, resume } from '../lab/faults.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function open(files: Partial<TlsFiles> = {}) {
  const tls = openTlsStore({ insecureSkipVerify: false, ...files });
  const signal = new AbortController().signal;
  const scraper = createScraper({ tls, dialTimeoutMs: 2_000, wanted: wantedFamilies, signal });
  const client = (endpoint: string) =>
    createEtcdClient(endpoint, { dialTimeoutMs: 2_000, tls, tokens: createTokens(undefined) });
  closers.push(() => scraper.drop());
  return { scraper, client };
}

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    ({ kind, message }: { kind: string; message: string }) => ({ kind, text: message }),
  );

describe('a server that speaks TLS 1.2 at most', () => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = await startCluster({ members: 1, version: '3.5', tls: 'mtls', extraArgs: ['--tls-max-version=TLS1.2'] });
  });
  afterAll(() => cluster.stop());
  const pairOf = (name: string, pem: Pem) => ({ ...cluster.tls, ...writePem(cluster.directory, name, pem) });

  test.each<[string, () => Promise<Partial<TlsFiles>>, RegExp | undefined]>([
    ['the right certificate', async () => ({ ...cluster.tls }), undefined],
    ['none', async () => ({ ca: cluster.tls?.ca }), /wants a client certificate: give one with --cert and --key/],
    [
      'one of another CA',
      async () => pairOf('foreign', await clientCertificate(await createAuthority('another CA'))),
      /does not accept our client certificate .*foreign\.crt, issued by CN=another CA/,
    ],
    [
      'one that is over',
      async () => pairOf('over', await clientCertificate(cluster.authority ?? (await createAuthority()), expired(3))),
      /our client certificate .*over\.crt expired on \d{4}-\d\d-\d\d/,
    ],
  ])('takes a certificate or we say what is wrong with ours: %s', async (_, files, text) => {
    const { scraper, client } = open(await files());
    const endpoint = cluster.endpoints[0] ?? '';
    const one = client(endpoint);
    closers.push(() => one.close());
    const wanted = text && { kind: 'tls', text: expect.stringMatching(text) };
    expect(await failed(one.status(4_000))).toEqual(wanted);
    expect(await failed(scraper.scrape(`${endpoint}/metrics`, 4_000))).toEqual(wanted);
  });
});

describe('between us and a real etcd', () => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = await startCluster({ members: 1 });
  });
  afterAll(() => cluster.stop());

  /** Gets the page of etcd and answers with it in another way. */
  async function relay(
    answer: (page: Buffer, response: ServerResponse, request: IncomingMessage) => void,
  ): Promise<string> {
    const server = createServer(async (request, response) => {
      const real = await fetch(`${cluster.endpoints[0]}${request.url}`);
      answer(Buffer.from(await real.arrayBuffer()), response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  }

  test.each<[string, Parameters<typeof relay>[0], string, RegExp]>([
    [
      'a page that drips has one deadline for the whole',
      (text, response) => {
        let at = 0;
        const timer = setInterval(() => response.write(text.subarray(at, ++at)), 20);
        response.on('close', () => clearInterval(timer));
      },
      'timeout',
      /gave no whole metrics page within 600 ms/,
    ],
    [
      'a page cut short of its length is none',
      (text, response) => {
        response.writeHead(200, { 'content-length': text.length });
        response.write(text.subarray(0, 50_000), () => response.destroy());
      },
      'reset',
      /closed the connection/,
    ],
    [
      'a page cut between its chunks is none',
      (text, response) => void response.write(text.subarray(0, 50_000), () => response.destroy()),
      'reset',
      /closed the connection/,
    ],
    [
      'a compressed page is refused',
      (text, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text)),
      'http',
      /compressed page \(gzip\)/,
    ],
    [
      'a redirect is not followed',
      (_, response) => void response.writeHead(302, { location: `${cluster.endpoints[0]}/metrics` }).end(),
      'http',
      /302/,
    ],
    [
      'the words of a status line are not repeated',
      (_, response) => void response.socket?.end('HTTP/1.1 500 \x1b[2Jgone\r\ncontent-length: 0\r\n\r\n'),
      'http',
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
      /^[^\x1b]*500[^\x1b]*$/,
    ],
    [
      'headers without end are given up',
      (_, response) => void response.writeHead(200, { filler: 'x'.repeat(20_000) }).end(),
      'too-large',
      /more than 16 KiB of HTTP headers/,
    ],
  ])('%s', async (_, answer, kind, text) => {
    const { scraper } = open();
    // Only what never ends is to meet its deadline, however slow the machine.
    const deadlineMs = kind === 'timeout' ? 600 : 20_000;
    const failure = await failed(scraper.scrape(await relay(answer), deadlineMs));
    expect(failure).toEqual({ kind, text: expect.stringMatching(text) });
  });

  test('a page cut without a trace has no number that etcd did not say', async () => {
    const { scraper } = open();
    const whole = valuesOf((await scraper.scrape(`${cluster.endpoints[0]}/metrics`, 4_000)).set);
    const url = await relay((text, response) => {
      // Inside a number: what is left of it would be another number.
      const at = text.indexOf('etcd_server_quota_backend_bytes 2') + 'etcd_server_quota_backend_bytes 2'.length;
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.end(text.subarray(0, at));
    });
    const read = await scraper.scrape(url, 4_000).then(
      ({ set }) => valuesOf(set),
      () => undefined,
    );
    expect(whole.get('etcd_server_quota_backend_bytes')).toBeGreaterThan(1_000_000);
    expect([undefined, whole.get('etcd_server_quota_backend_bytes')]).toContain(
      read?.get('etcd_server_quota_backend_bytes'),
    );
  });

  test('an etcd that hangs is a timeout with its length, for Status and the page', async () => {
    const [member] = cluster.members;
    if (member === undefined) throw new Error('the cluster has a member');
    const { scraper, client } = open();
    const one = client(member.clientUrl);
    closers.push(() => one.close());
    expect(await failed(one.status(2_000))).toBeUndefined();
    pause(member);
    try {
      const both = [failed(one.status(400)), failed(scraper.scrape(`${member.clientUrl}/metrics`, 400))];
      for (const failure of await Promise.all(both)) {
        expect(failure).toEqual({ kind: 'timeout', text: expect.stringMatching(/within 400 ms/) });
      }
    } finally {
      resume(member);
    }
  });
});

function valuesOf({ shape, values }: MetricSet): ReadonlyMap<string, number> {
  return new Map(shape.keys.map((key, index) => [String(key), values[index] ?? Number.NaN]));
}
