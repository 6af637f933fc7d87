import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { advice } from '../../../src/collector/discovery/advice.ts';
import { discover } from '../../../src/collector/discovery/discover.ts';
import { runProgram } from '../../cli/program.ts';
import { type HostRow, hosts } from './hosts.ts';
import { layOut, layOutProcess, write } from './lay-out.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'etcdoc-candidates-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const look = () => discover({ hostRoot: root, all: true });
const lay = (tree: string, change: Partial<HostRow> = {}) => {
  const row = hosts.find((one) => one.tree === tree);
  if (row === undefined) throw new Error(`no row ${tree}`);
  return layOut(root, { ...row, ...change });
};
const verdictOn = (distribution: string) => look().candidates.find((one) => one.distribution === distribution)?.verdict;

describe('a candidate that is there but of no use', () => {
  const config = 'var/lib/rancher/rke2/server/db/etcd/config';
  test.each([
    ['no YAML', 'a: b: c\n\t- x', 'is no YAML that can be read'],
    ['too large', `a: ${'x'.repeat(1 << 20)}`, 'is larger than 1 MiB'],
  ])('is passed over with its reason: %s', async (_, text, reason) => {
    await lay('kubeadm');
    write(join(root, config), text);
    expect(verdictOn('RKE2')).toEqual({ state: 'unusable', reason: `/${config} ${reason}` });
    expect(look().chosen?.found.distribution).toBe('kubeadm');
  });

  test.each(['', '# nothing', '[]', 'text', 'null', 'listen-client-urls: {a: b}', 'listen-client-urls: unix:///x'])(
    'never ends discovery, whatever the file holds: %j',
    (text) => {
      for (const path of [config, 'etc/kubernetes/manifests/etcd.yaml', 'etc/k0s/k0s.yaml', 'etc/etcd/etcd.conf.yml'])
        write(join(root, path), text);
      for (const path of [
        'etc/etcd.env',
        'etc/default/etcd',
        'var/snap/k8s/common/args/etcd',
        'etc/systemd/system/etcd.service',
      ])
        write(join(root, path), text);
      expect(look().candidates.length).toBeGreaterThan(20);
    },
  );

  test('a certificate for servers alone is none for us, and what was looked for is said', async () => {
    await lay('kubeadm', { clients: [], servers: ['/etc/kubernetes/pki/etcd/server'] });
    const verdict = verdictOn('kubeadm');
    expect(verdict).toMatchObject({
      state: 'unusable',
      reason: expect.stringContaining('/etc/kubernetes/pki/etcd/healthcheck-client.crt'),
    });
    expect(advice(look().candidates)).toContain('name the endpoints and certificates by hand');
  });

  test('a CA that is named and not there', async () => {
    await lay('kubeadm', { ca: undefined });
    expect(verdictOn('kubeadm')).toEqual({
      state: 'unusable',
      reason: '/etc/kubernetes/pki/etcd/ca.crt is named, but not there',
    });
  });

  test('nothing at all', () => {
    expect(look().chosen).toBeUndefined();
    expect(advice(look().candidates)).toBe(
      'nothing on this host looks like etcd: run on a control-plane node, or name it with --endpoints',
    );
  });
});

describe('a process', () => {
  const etcd = (flags: readonly string[], more = {}) => {
    layOutProcess(root, { pid: 1, words: ['/sbin/init'] });
    layOutProcess(root, { pid: 900, words: ['/usr/local/bin/etcd', ...flags], ...more });
  };

  test('is found by its environment', () => {
    etcd([], { environment: ['PATH=/bin', 'ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:3379', 'ETCD_DATA_DIR=/data'] });
    expect(look().chosen).toEqual({
      id: 'process',
      path: '/proc/900/cmdline',
      found: expect.objectContaining({ endpoints: ['http://127.0.0.1:3379'], dataDir: join(root, 'data') }),
    });
  });

  test('in a container has its files there', async () => {
    await layOut(join(root, 'proc/900/root'), {
      tree: 'config-file',
      ca: '/pki/ca.crt',
      clients: ['/pki/server', '/pki/client'],
    });
    const flags = [
      '--listen-client-urls=https://127.0.0.1:2379',
      '--cert-file=/pki/server.crt',
      '--key-file=/pki/server.key',
    ];
    etcd([...flags, '--trusted-ca-file', '/pki/ca.crt'], { ns: 'container' });
    const within = (path: string) => join(root, 'proc/900/root', path);
    expect(look().chosen?.found.tls).toEqual({
      ca: within('pki/ca.crt'),
      cert: within('pki/client.crt'),
      key: within('pki/client.key'),
    });
  });

  test('in a container has its config file there, and what runs on the host itself comes first', async () => {
    await layOut(join(root, 'proc/900/root'), { tree: 'config-file' });
    etcd(['--config-file=/etc/etcd/etcd.conf.yml', '--listen-client-urls=http://127.0.0.1:1'], { ns: 'container' });
    expect(look().chosen?.found.endpoints).toEqual(['http://127.0.0.1:2379']);
    layOutProcess(root, { pid: 901, words: ['etcd', '--listen-client-urls=http://127.0.0.1:5379'] });
    expect(look().chosen).toMatchObject({ path: '/proc/901/cmdline', found: { endpoints: ['http://127.0.0.1:5379'] } });
  });

  test('of another name or without a name is none', () => {
    layOutProcess(root, { pid: 5, words: ['etcdctl', '--listen-client-urls=http://127.0.0.1:1'] });
    layOutProcess(root, { pid: 6, words: [] });
    write(join(root, 'proc/7/comm'), 'etcd\n');
    expect(verdictOn('running process')).toEqual({ state: 'absent', reason: 'no etcd runs' });
  });

  test('of an API server knows its etcd', async () => {
    await layOut(root, { tree: 'k3s-agent', ca: '/pki/ca.crt', clients: ['/pki/client'] });
    const flags = [
      '--etcd-servers=https://10.0.0.1:2379',
      '--etcd-cafile=/pki/ca.crt',
      '--etcd-certfile=/pki/client.crt',
      '--etcd-keyfile=/pki/client.key',
    ];
    layOutProcess(root, { pid: 40, words: ['/var/lib/k0s/bin/kube-apiserver', ...flags] });
    expect(look().chosen).toMatchObject({
      path: '/proc/40/cmdline',
      found: { distribution: 'kube-apiserver', endpoints: ['https://10.0.0.1:2379'] },
    });
  });
});

test('what is made with kubeadm is handled as kubeadm', async () => {
  await lay('minikube');
  expect(look().chosen).toMatchObject({ id: 'kubeadm', found: { distribution: 'minikube' } });
});

test('keys are not read and nothing is written: a pipe in the place of a key is no hindrance', async () => {
  await lay('rke2');
  const key = join(root, 'var/lib/rancher/rke2/server/tls/etcd/client.key');
  unlinkSync(key);
  execFileSync('mkfifo', [key]);
  const state = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => {
      const { mtimeMs, ctimeMs, size } = lstatSync(join(root, path));
      return [path, mtimeMs, ctimeMs, size];
    });
  const before = state();
  const { code } = await runProgram(['discover', '--host-root', root]);
  expect({ code, tree: state() }).toEqual({ code: 0, tree: before });
});

test('secrets of the files that were read are not printed', async () => {
  await lay('k3s-mysql');
  write(join(root, 'etc/rancher/rke2/config.yaml'), 'token: a-secret-token\n');
  for (const output of ['text', 'json']) {
    const { stdout, stderr } = await runProgram(['discover', '-o', output, '--host-root', root]);
    expect(stdout + stderr).not.toMatch(/hidden|a-secret-token/);
  }
});

test.each([
  [
    ['discover', '--host-root', '/no/such'],
    'etcdoc: --host-root: cannot read /no/such: no such file, check the path\n',
  ],
  [
    ['check', '--host-root', '/etc/hostname'],
    'etcdoc: --host-root: /etc/hostname is no directory: name the directory where the host’s / is mounted\n',
  ],
  [['discover', '-o', 'yaml'], 'etcdoc: --output: unknown value yaml: known are text, json\n'],
])('wrong usage %j', async (args, stderr) => {
  expect(await runProgram(args)).toEqual({ code: 2, stdout: '', stderr });
});

test('names from files cannot steer the terminal', async () => {
  write(join(root, 'etc/default/etcd'), 'ETCD_LISTEN_CLIENT_URLS=http://127.0.0.1:1\nETCD_DATA_DIR=/\u001b[2Jx\n');
  const { stdout } = await runProgram(['discover', '--host-root', root]);
  expect(stdout).toContain('\\x1b[2Jx');
  expect(stdout).not.toContain('\u001b');
});
