import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../cli/program.ts';
import { type HostRow, hosts } from './hosts.ts';
import { layOut } from './lay-out.ts';

const base = mkdtempSync(join(tmpdir(), 'etcdoc-denied-'));
let program = '';

beforeAll(async () => {
  // Another user must be able to reach the program and the trees, wherever this checkout is.
  chmodSync(base, 0o755);
  program = join(base, 'etcdoc.mjs');
  copyFileSync(await programFile(), program);
  chmodSync(program, 0o644);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Runs the program as somebody who owns nothing: as root every file may be read, whatever its mode. */
function runAsNobody(args: readonly string[]) {
  const root = process.getuid?.() === 0;
  const words = [process.execPath, program, ...args];
  const [command = '', ...rest] = root
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...words]
    : words;
  const env = { PATH: process.env.PATH, HOME: '/nonexistent' };
  return spawnSync(command, rest, { encoding: 'utf8', env, cwd: base });
}

async function laidOut(tree: string, processes: HostRow['processes'] = []): Promise<string> {
  const row = hosts.find((one) => one.tree === tree);
  if (row === undefined) throw new Error(`no row ${tree}`);
  const root = mkdtempSync(join(base, `${tree}-`));
  chmodSync(root, 0o755);
  await layOut(root, { ...row, processes });
  return root;
}

test.each([
  ['rke2', 'RKE2', 'var/lib/rancher/rke2/server', '/var/lib/rancher/rke2/server/db/etcd/config'],
  ['k3s', 'K3s', 'var/lib/rancher/k3s/server/db', '/var/lib/rancher/k3s/server/db/etcd/config'],
  ['kubeadm', 'kubeadm', 'etc/kubernetes/manifests/etcd.yaml', '/etc/kubernetes/manifests/etcd.yaml'],
  ['kubeadm', 'kubeadm', 'etc/kubernetes/pki/etcd', '/etc/kubernetes/pki/etcd/ca.crt'],
  ['k0s', 'k0s', 'var/lib/k0s/pki/apiserver-etcd-client.key', '/var/lib/k0s/pki/apiserver-etcd-client.key'],
  ['kubespray-events', 'kubespray (events)', 'etc/ssl/etcd', '/etc/ssl/etcd/ssl/ca.pem'],
  ['talos', 'Talos', 'system/secrets/etcd', '/system/secrets/etcd/ca.crt'],
  ['red-hat', 'systemd', 'etc/etcd/etcd.conf', '/etc/etcd/etcd.conf'],
])('%s as nobody: %s, for %s', async (tree, name, closed, path) => {
  const root = await laidOut(tree);
  chmodSync(join(root, closed), 0);
  if (process.getuid?.() === 0) mkdirSync(join(root, 'proc'), { recursive: true });
  const { status, stdout, stderr } = runAsNobody(['discover', '--host-root', root]);
  chmodSync(join(root, closed), 0o700);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^  denied    ${name.replace(/[()]/g, '\\$&')}`, 'm'));
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    `no etcd found: ${name} may be here: permission denied: ${path}: run as root`,
  );
});

test('what may not be read is told by check as well, with what it did instead', async () => {
  const root = await laidOut('rke2');
  chmodSync(join(root, 'var/lib/rancher/rke2/server'), 0);
  const args = ['check', '-w', '0.5', '--command-timeout', '1s', '--host-root', root];
  const { stdout } = runAsNobody(args);
  chmodSync(join(root, 'var/lib/rancher/rke2/server'), 0o700);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'http://127.0.0.1:2379: connection refused (nothing listens on 127.0.0.1:2379) (from the default, discovery found no etcd: RKE2 may be here: permission denied: /var/lib/rancher/rke2/server/db/etcd/config: run as root)',
  );
});

test.each([
  ['k0s', 'var/lib/k0s/pki/etcd/server.crt', 'server certificate'],
  ['kubeadm', 'etc/kubernetes/pki/etcd/healthcheck-client.key', 'client pair'],
])('of %s one file that may not be read, %s, is named by discover and by check', async (tree, closed, what) => {
  const root = await laidOut(tree);
  chmodSync(join(root, closed), 0);
  const found = runAsNobody(['discover', '--host-root', root]);
  const flags = ['-w', '0.5', '--command-timeout', '1s', '--host-root', root];
  const [text, json] = [[], ['-o', 'json']].map((more) => runAsNobody(['check', ...flags, ...more]).stdout);
  chmodSync(join(root, closed), 0o600);
  expect(found.status).toBe(0);
  const said = `${what} ${join(root, closed)} cannot be read: permission denied (run as root)`;
  expect(found.stdout).toContain(`unread    ${said}\n`);
  expect(text?.replace(/\s+/g, ' ')).toContain(`${said}; its end is not watched`);
  expect(JSON.parse(json ?? '')).toMatchObject({ notices: [`${said}; its end is not watched`] });
});

test('the environment of a process of somebody else is denied, its flags are not', async () => {
  const flags = ['etcd', '--listen-client-urls=http://127.0.0.1:4379'];
  const root = await laidOut('k3s-agent', [
    { pid: 70, words: ['etcd'], environment: ['ETCD_LISTEN_CLIENT_URLS=http://127.0.0.1:1'] },
    { pid: 71, words: flags },
  ]);
  for (const pid of ['70', '71']) chmodSync(join(root, 'proc', pid, 'environ'), 0);
  const { status, stdout } = runAsNobody(['discover', '--host-root', root]);
  expect(status).toBe(0);
  expect(stdout).toContain('permission denied: /proc/70/environ');
  expect(stdout).toMatch(/^\* found +running process +\/proc\/71\/cmdline$/m);
});
