import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { afterEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../cli/program.ts';
import { write } from '../../collector/discovery/lay-out.ts';
import { createAuthority, expiresSoon, serverCertificate } from '../../lab/certificates.ts';
import { startCluster } from '../../lab/cluster.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { roomForTheMachine } from '../scenarios/room.ts';
import { startFromConfigFiles } from './config-file-cluster.ts';

const open: { readonly stop: () => Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

function keep<T extends { readonly stop: () => Promise<void> | void }>(one: T): T {
  open.push(one);
  return one;
}

function emptyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'etcdoc-host-'));
  open.push({ stop: () => rmSync(root, { recursive: true, force: true }) });
  return root;
}

type Checked = { readonly name: string; readonly source: string; readonly endpoint: string };

/** `etcdoc check` with nothing said but where the host is; its members by name. */
async function check(hostRoot: string): Promise<Checked[]> {
  const config = join(emptyRoot(), 'thresholds.yaml');
  writeFileSync(config, JSON.stringify({ thresholds: { metrics: roomForTheMachine.metrics } }));
  const env = { ETCDOC_CONFIG: config };
  const { code, stdout, stderr } = await runProgram(['check', '-o', 'json', '-w', '2', '--host-root', hostRoot], {
    env,
  });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout);
  expect({
    code,
    endpoints: report.endpoints ?? [],
    critical: report.findings.filter(({ severity }: { severity: string }) => severity === 'critical'),
  }).toEqual({ code: 0, endpoints: [], critical: [] });
  return report.members.toSorted((a: Checked, b: Checked) => a.name.localeCompare(b.name));
}

/** Copies the lab's client and server files to where the distribution has them. */
function copyPki({ directory, tls }: LabCluster, root: string, files: Readonly<Record<string, string>>): void {
  expect(tls).toBeDefined();
  for (const [from, to] of Object.entries(files)) {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(join(directory, 'pki', from), join(root, to));
  }
}

describe.each([
  ['RKE2', '/var/lib/rancher/rke2'],
  ['K3s', '/var/lib/rancher/k3s'],
])('a server of %s, started by its config file', (name, data) => {
  test('is found with all members; metrics are those of this host alone', async () => {
    const { hostRoot, names } = keep(await startFromConfigFiles(data));
    const members = await check(hostRoot);
    expect(members.map((member) => [member.name, member.source])).toEqual([
      [names[0], 'full'],
      [names[1], 'api-only'],
      [names[2], 'api-only'],
    ]);
    const found = await runProgram(['discover', '-o', 'json', '--host-root', hostRoot]);
    expect(JSON.parse(found.stdout).chosen).toMatchObject({
      distribution: name,
      endpoints: expect.arrayContaining([members[0]?.endpoint]),
    });
    const top = await runProgram(['top', '--host-root', hostRoot, '-d', '1']);
    for (const member of names) expect(top.stdout).toContain(member);
  });
});

test('a control plane of kubeadm is found by the flags of its static pod', async () => {
  const cluster = keep(
    await startCluster({ members: 3, tls: 'mtls', metricsUrls: true, names: ['cp-1', 'cp-2', 'cp-3'] }),
  );
  const [member] = cluster.members;
  const root = emptyRoot();
  const pki = '/etc/kubernetes/pki/etcd';
  copyPki(cluster, root, {
    'ca.crt': `${pki}/ca.crt`,
    'server.crt': `${pki}/server.crt`,
    'server.key': `${pki}/server.key`,
    'client.crt': `${pki}/healthcheck-client.crt`,
    'client.key': `${pki}/healthcheck-client.key`,
  });
  const command = [
    'etcd',
    `--advertise-client-urls=${member?.advertisedUrl}`,
    `--cert-file=${pki}/server.crt`,
    '--client-cert-auth=true',
    `--key-file=${pki}/server.key`,
    `--listen-client-urls=${member?.listenClientUrls.join(',')}`,
    `--listen-metrics-urls=${member?.metricsUrl}`,
    `--peer-cert-file=${pki}/peer.crt`,
    `--trusted-ca-file=${pki}/ca.crt`,
  ];
  const pod = { apiVersion: 'v1', kind: 'Pod', spec: { hostNetwork: true, containers: [{ name: 'etcd', command }] } };
  write(join(root, 'etc/kubernetes/manifests/etcd.yaml'), dump(pod));
  const members = await check(root);
  expect(members.map(({ name, source }) => [name, source])).toEqual([
    ['cp-1', 'full'],
    ['cp-2', 'full'],
    ['cp-3', 'full'],
  ]);

  // A file that is never seen on a client's wire, but is beside the others.
  const { cert } = await serverCertificate(cluster.authority ?? (await createAuthority()), expiresSoon(3));
  write(join(root, pki, 'peer.crt'), cert);
  const { code, stdout } = await runProgram(['check', '-o', 'json', '-w', '1', '--host-root', root]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).findings).toContainEqual(
    expect.objectContaining({
      check: 'cert-expiry',
      severity: 'critical',
      subject: `peer certificate ${root}${pki}/peer.crt`,
    }),
  );
});

test('a controller of k0s, whose members all advertise loopback, is found with all of them', async () => {
  const names = ['k0s-a', 'k0s-b', 'k0s-c'];
  const cluster = keep(await startCluster({ members: 3, tls: 'mtls', advertise: 'loopback', names }));
  const root = emptyRoot();
  const pki = '/var/lib/k0s/pki';
  copyPki(cluster, root, {
    'ca.crt': `${pki}/etcd/ca.crt`,
    'server.crt': `${pki}/etcd/server.crt`,
    'server.key': `${pki}/etcd/server.key`,
    'client.crt': `${pki}/apiserver-etcd-client.crt`,
    'client.key': `${pki}/apiserver-etcd-client.key`,
  });
  const extraArgs = { 'listen-client-urls': cluster.members[0]?.advertisedUrl ?? '' };
  write(join(root, 'etc/k0s/k0s.yaml'), dump({ spec: { storage: { type: 'etcd', etcd: { extraArgs } } } }));
  const members = await check(root);
  expect(members.map(({ name, source }) => [name, source])).toEqual(names.map((name) => [name, 'full']));
  expect(new Set(members.map(({ endpoint }) => endpoint)).size).toBe(3);
});

test('an etcd that only runs is found by its command line', async () => {
  const cluster = keep(await startCluster({ members: 1, tls: 'mtls', metricsUrls: true, names: ['alone'] }));
  const [member] = cluster.members;
  const { stdout } = await runProgram(['discover', '-o', 'json', '--host-root', '/']);
  const { candidates } = JSON.parse(stdout) as { candidates: { path: string; found: unknown }[] };
  const found = candidates.find(({ path }) => path === `/proc/${member?.pid}/cmdline`)?.found;
  // More than 32 others may run on a machine where tests do; then this one need not be among them.
  if (found === undefined)
    expect(candidates.filter(({ path }) => path.startsWith('/proc/')).length).toBeGreaterThanOrEqual(32);
  else {
    const pki = join(cluster.directory, 'pki');
    expect(found).toMatchObject({
      endpoints: [member?.clientUrl],
      metricsUrls: [`${member?.metricsUrl}/metrics`],
      tls: { ca: join(pki, 'ca.crt'), cert: join(pki, 'client.crt'), key: join(pki, 'client.key') },
      dataDir: member?.dataDir,
    });
  }
});

test('where nobody answers, the error says that discovery chose the endpoint, and by which file', async () => {
  const root = emptyRoot();
  write(join(root, 'etc/default/etcd'), 'ETCD_LISTEN_CLIENT_URLS=http://127.0.0.1:9\n');
  const { code, stdout } = await runProgram(['check', '-w', '0.5', '--host-root', root]);
  expect(code).toBe(3);
  expect(stdout.replace(/\s+/g, ' ')).toContain('(from discovery: Debian, /etc/default/etcd)');
  const none = await runProgram(['check', '-w', '0.5', '--host-root', emptyRoot()]);
  expect(none.stdout.replace(/\s+/g, ' ')).toContain('http://127.0.0.1:2379');
});
