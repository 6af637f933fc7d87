import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TlsFiles } from '../../src/collector/connection.ts';
import { createEtcdClient } from '../../src/collector/grpc-client.ts';
import { createScraper } from '../../src/collector/scrape.ts';
import { openTlsStore } from '../../src/collector/tls-store.ts';
import { createTokens } from '../../src/collector/tokens.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import {
  type Authority,
  type CertificateOptions,
  clientCertificate,
  createAuthority,
  expired,
  expiresSoon,
  type Pem,
  serverCertificate,
  writeAuthority,
  writePem,
  wrongNameCertificate,
} from '../lab/certificates.ts';
import { startCluster } from '../lab/cluster.ts';
import { connectionTo } from '../lab/connection-to.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';
import { startPolling } from './collector-polling.ts';

type Failure = { readonly kind: string; readonly text: string };

const both = ['Status', '/metrics'] as const;

/** What Status and the metrics page of an endpoint fail with. */
async function failures(endpoint: string, files: Partial<TlsFiles>): Promise<(Failure | undefined)[]> {
  const tls = openTlsStore({ insecureSkipVerify: false, ...files });
  const client = createEtcdClient(endpoint, { dialTimeoutMs: 2_000, tls, tokens: createTokens(undefined) });
  const scraper = createScraper({
    tls,
    dialTimeoutMs: 2_000,
    wanted: wantedFamilies,
    signal: new AbortController().signal,
  });
  const asFailure = (error: { kind: string; message: string }) => ({ kind: error.kind, text: error.message });
  const none = () => undefined;
  try {
    return [
      await client.status(4_000).then(none, asFailure),
      await scraper.scrape(`${endpoint}/metrics`, 4_000).then(none, asFailure),
    ];
  } finally {
    client.close();
    scraper.drop();
  }
}

describe.each(['3.4', '3.5'] as const)('against etcd %s with mutual TLS', (version) => {
  let cluster: LabCluster;
  let authority: Authority;
  let endpoint = '';
  let good: Partial<TlsFiles> = {};
  const serverFile = (name: string) => join(cluster.directory, 'pki', name);
  const client = (name: string, pem: Pem): Partial<TlsFiles> => ({
    ...good,
    ...writePem(cluster.directory, name, pem),
  });

  beforeAll(async () => {
    cluster = await startCluster({ members: 1, version, tls: 'mtls' });
    authority = cluster.authority as Authority;
    endpoint = cluster.endpoints[0] ?? '';
    good = cluster.tls ?? {};
  });
  afterAll(() => cluster.stop());

  const expectBoth = (got: (Failure | undefined)[], text: RegExp, kind = 'tls') => {
    for (const [index, name] of both.entries()) {
      expect({ name, ...got[index] }).toEqual({ name, kind, text: expect.stringMatching(text) });
    }
  };

  test('the right files are accepted, by name and by IPv6 address spelled out', async () => {
    expect(await failures(endpoint, good)).toEqual([undefined, undefined]);
    expect(await failures(endpoint.replace('127.0.0.1', 'localhost'), good)).toEqual([undefined, undefined]);
  });

  test('a CA that did not sign the server, by file', async () => {
    const ca = writeAuthority(cluster.directory, await createAuthority('another CA'), 'wrong-ca');
    expectBoth(
      await failures(endpoint, { ...good, ca }),
      /is not signed by .*wrong-ca\.crt; it was issued by CN=etcdoc lab CA: give that CA with --cacert$/,
    );
  });

  test('no CA at all', async () => {
    expectBoth(
      await failures(endpoint, { ...good, ca: undefined }),
      /is not signed by any authority known here; it was issued by CN=etcdoc lab CA: give that CA with --cacert$/,
    );
  });

  test('no verification when it is switched off', async () => {
    const files = { ...good, ca: undefined, insecureSkipVerify: true };
    expect(await failures(endpoint, files)).toEqual([undefined, undefined]);
  });

  test('no client certificate', async () => {
    expectBoth(await failures(endpoint, { ca: good.ca }), /wants a client certificate: give one with --cert and --key/);
  });

  test('a client certificate of another CA', async () => {
    const pem = await clientCertificate(await createAuthority('another CA'));
    expectBoth(
      await failures(endpoint, client('foreign', pem)),
      /does not accept our client certificate .*foreign\.crt, issued by CN=another CA \(.*\): give one of the CA that it trusts$/,
    );
  });

  test('an expired client certificate, by date', async () => {
    const pem = await clientCertificate(authority, expired(3));
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    expectBoth(
      await failures(endpoint, client('old', pem)),
      new RegExp(`our client certificate .*old\\.crt expired on ${day}: renew it$`),
    );
  });

  test('http:// to a TLS port', async () => {
    const [status, page] = await failures(endpoint.replace('https:', 'http:'), {});
    expect(status?.text).toMatch(/try https:/);
    expect(page?.text).toMatch(/try https:/);
  });

  test('a server certificate that is expired, or of another name; etcd reads it anew at each handshake', async () => {
    const [cert, key] = [readFileSync(serverFile('server.crt')), readFileSync(serverFile('server.key'))];
    try {
      writePem(join(cluster.directory, 'pki'), 'server', await serverCertificate(authority, expired(2)));
      const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
      expectBoth(
        await failures(endpoint, good),
        new RegExp(
          `the certificate of 127\\.0\\.0\\.1:\\d+ \\(O=etcdoc lab, CN=etcd\\) expired on ${day}: renew it on that member$`,
        ),
      );
      writePem(join(cluster.directory, 'pki'), 'server', await wrongNameCertificate(authority));
      expectBoth(
        await failures(endpoint, good),
        /is not for that name: it names elsewhere\.invalid, 192\.0\.2\.1: use one of these/,
      );
    } finally {
      writeFileSync(serverFile('server.crt'), cert);
      writeFileSync(serverFile('server.key'), key);
    }
  });

  test('a certificate replaced while running: half-written pairs wait, a swapped link is taken', async () => {
    const generation = async (name: string, lasts: CertificateOptions = expiresSoon(3)) => {
      const directory = join(cluster.directory, name);
      mkdirSync(directory);
      writePem(directory, 'client', await clientCertificate(authority, lasts));
      return directory;
    };
    const link = join(cluster.directory, 'current');
    symlinkSync(await generation('first'), link);
    const files = {
      ca: good.ca,
      cert: join(link, 'client.crt'),
      key: join(link, 'client.key'),
      insecureSkipVerify: false,
    };
    const certificateFiles = [{ what: 'client certificate', path: files.cert }];
    const one = startPolling(connectionTo(cluster, { tls: files, certificateFiles }), { intervalSeconds: 0.3 });
    const days = (sample: ClusterSample) =>
      (sample.certificates ?? []).map(({ notAfter }) => Math.round((notAfter - Date.now()) / 86_400_000));
    const full = ({ members }: { members: readonly { status?: unknown }[] }) => members[0]?.status !== undefined;
    try {
      await one.until('the first certificate works, and ends soon', (sample) => full(sample) && days(sample)[0] === 3);
      const second = await generation('second', { untilDays: 90 });
      writeFileSync(join(cluster.directory, 'first', 'client.crt'), readFileSync(join(second, 'client.crt')));
      const half = await one.until('it is said', ({ notices }) => notices !== undefined);
      expect(half.notices?.[0]).toMatch(
        /the last good ones stay in use: .*client\.key is not the key of .*client\.crt/,
      );
      expect(full(half)).toBe(true);
      symlinkSync(second, `${link}.new`);
      renameSync(`${link}.new`, link);
      const renewed = await one.until(
        'the second certificate works',
        (sample) => sample.notices === undefined && full(sample),
      );
      // Not an hour later: an alert on its end is to clear with the renewal.
      expect(days(renewed)).toEqual([90]);
    } finally {
      await one.stop();
    }
  });
});

test('https:// to a plain port', async () => {
  const cluster = await startCluster({ members: 1 });
  try {
    const got = await failures((cluster.endpoints[0] ?? '').replace('http:', 'https:'), {});
    for (const failure of got) expect(failure?.text).toMatch(/try http:/);
  } finally {
    await cluster.stop();
  }
});

test('files that cannot be used are named before anything is dialled', async () => {
  const authority = await createAuthority();
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-tls-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const one = writePem(directory, 'one', await clientCertificate(authority));
  const two = writePem(directory, 'two', await clientCertificate(authority));
  const store = (files: Partial<TlsFiles>) => () => openTlsStore({ insecureSkipVerify: false, ...files });
  writeFileSync(join(directory, 'text'), 'hello');
  expect(store({ cert: one.cert, key: two.key })).toThrow(`${two.key} is not the key of ${one.cert}`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsa = join(directory, 'rsa.key');
  writeFileSync(rsa, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(store({ cert: one.cert, key: rsa })).toThrow(`${rsa} is not the key of ${one.cert}`);
  expect(store({ cert: one.cert })).toThrow('--cert and --key go together');
  expect(store({ ca: join(directory, 'none') })).toThrow(`cannot read ${join(directory, 'none')}: no such file`);
  expect(store({ ca: join(directory, 'text') })).toThrow('holds no certificate in PEM form');
});
