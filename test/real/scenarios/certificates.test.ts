import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/collector/connection.ts';
import {
  clientCertificate,
  createAuthority,
  expired,
  serverCertificate,
  writeAuthority,
  writePem,
  wrongNameCertificate,
} from '../../lab/certificates.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { labOfFile, pkiOf } from './lab.ts';
import { runOn } from './program.ts';
import { eventLines, isWell, rowOf } from './view-words.ts';
import { soon, watch } from './watch.ts';

const lab = labOfFile();
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

describe.each([
  { members: 3, version: '3.4', tls: 'mtls' },
  { members: 3, version: '3.5', tls: 'mtls' },
] as const)('a cluster of $members ($version, $tls)', (options) => {
  test('a client certificate replaced while running interrupts nothing, and the new one is used', async () => {
    const cluster = await lab.cluster(options);
    const { authority, client } = pkiOf(cluster);
    const watched = await lab.watch(cluster, { intervalSeconds: 0.5 });
    const before = watched.views.length;
    const next = await clientCertificate(authority, { commonName: 'etcdoc-next' });
    // Half written: the new certificate with the old key is no pair.
    writeFileSync(client.cert, next.cert);
    const half = await watched.nextSamples(soon);
    expect(isWell(half, 3)).toBe(true);
    expect(eventLines(half)[0]).toBe(
      `WARN TLS files changed but cannot be used yet, the last good ones stay in use: ${client.key} is not the key of ${client.cert}`,
    );
    writeFileSync(client.key, next.key);
    const whole = await watched.nextSamples(6);
    expect(isWell(whole, 3)).toBe(true);
    for (const { members } of watched.views.slice(before)) {
      for (const { label, access } of members) expect(`${label} ${access}`).toBe(`${label} full`);
    }

    // One that is over is not accepted: so what lies on disk is what is used.
    writePem(cluster.directory, 'late', await clientCertificate(authority, expired(1)));
    copyPair(join(cluster.directory, 'late'), client);
    const refused = await watched.untilView(
      'refusal',
      ({ members }) => members.every(({ access }) => access === 'down'),
      soon,
    );
    expect(rowOf(refused, 'm1').trouble).toBe(
      `cannot be reached: our client certificate ${client.cert} expired on ${yesterday()}: renew it`,
    );
    const third = await clientCertificate(authority);
    writeFileSync(client.cert, third.cert);
    writeFileSync(client.key, third.key);
    await watched.untilView('all well', (view) => isWell(view, 3), soon + 1);
  });

  test('a CA that did not sign the servers is named, with the one that did', async () => {
    const cluster = await lab.cluster(options);
    const ca = writeAuthority(cluster.directory, await createAuthority('another CA'), 'other-ca');
    const said = await firstWords(cluster, { tls: { ...cluster.tls, ca, insecureSkipVerify: false } });
    expect(said).toMatch(
      new RegExp(
        `^the certificate of 127.0.0.1:\\d+ \\(.*CN=etcd.*\\) is not signed by ${ca}; it was issued by CN=etcdoc lab CA: give that CA with --cacert$`,
      ),
    );
    const run = await runOn(cluster, 'check', ['--window', '1', '--cacert', ca]);
    expect(run.code).toBe(3);
    expect(run.stdout.replace(/\s+/g, ' ')).toContain(`is not signed by ${ca}; it was issued by CN=etcdoc lab CA`);
    expect(run.stdout).not.toMatch(/^\s+at /m);
  });

  test('a client certificate that is over is named with its date', async () => {
    const cluster = await lab.cluster(options);
    const over = writePem(cluster.directory, 'over', await clientCertificate(pkiOf(cluster).authority, expired(1)));
    const said = await firstWords(cluster, { tls: { ...cluster.tls, ...over, insecureSkipVerify: false } });
    expect(said).toBe(`our client certificate ${over.cert} expired on ${yesterday()}: renew it`);
    const run = await runOn(cluster, 'check', ['--window', '1', '--cert', over.cert, '--key', over.key]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(`${over.cert} expired on ${yesterday()}`);
  });

  test('a server certificate that is over, or for another name, is told with its date and names', async () => {
    const cluster = await lab.cluster(options);
    const { authority, server } = pkiOf(cluster);
    writePem(cluster.directory, 'server-over', await serverCertificate(authority, expired(1)));
    copyPair(join(cluster.directory, 'server-over'), server);
    const over = await firstWords(cluster);
    expect(over).toMatch(
      new RegExp(
        `^the certificate of 127.0.0.1:\\d+ \\(.*CN=etcd.*\\) expired on ${yesterday()}: renew it on that member$`,
      ),
    );

    writePem(cluster.directory, 'elsewhere', await wrongNameCertificate(authority));
    copyPair(join(cluster.directory, 'elsewhere'), server);
    const elsewhere = await firstWords(cluster);
    expect(elsewhere).toMatch(
      /^the certificate of 127\.0\.0\.1:\d+ \(.*CN=elsewhere.*\) is not for that name: it names elsewhere\.invalid, 192\.0\.2\.1: use one of these as endpoint, or renew it with this one$/,
    );
    const run = await runOn(cluster, 'check', ['--window', '1']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('it names elsewhere.invalid, 192.0.2.1');
  });
});

/** What a watch that reaches nobody says of the first endpoint, with nothing pretended beside it. */
async function firstWords(cluster: LabCluster, connection: Partial<Connection> = {}): Promise<string> {
  const watched = lab.keep(watch(cluster, { connection }));
  const view = await watched.untilView('a first sample', () => true, 1);
  expect(view.members).toEqual([]);
  expect(view.quorum.state).toBe('unknown');
  expect(view.leader.id).toBeUndefined();
  expect(view.endpoints.map(({ endpoint }) => endpoint)).toEqual(cluster.endpoints);
  expect(new Set(view.endpoints.map(({ error }) => error.kind))).toEqual(new Set(['tls']));
  return view.endpoints[0]?.error.text ?? '';
}

function copyPair(from: string, to: { readonly cert: string; readonly key: string }): void {
  copyFileSync(`${from}.crt`, to.cert);
  copyFileSync(`${from}.key`, to.key);
}
