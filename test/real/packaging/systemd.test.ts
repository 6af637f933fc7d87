import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCluster } from '../../lab/cluster.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually } from '../../lab/wait.ts';
import { isolationRefused, tellWhereRefused } from './isolation.ts';
import { bootHost, type SystemdHost } from './systemd-host.ts';

let cluster: LabCluster;
let host: SystemdHost;
let port: number;

beforeAll(async () => {
  if (isolationRefused !== undefined) return;
  [cluster, port] = [await startCluster({ members: 1, version: '3.5', tls: 'mtls' }), await freePort()];
  if (cluster.tls === undefined) throw new Error('the cluster has no certificates');
  const settings = [`ETCDOC_ENDPOINTS=${cluster.endpoints.join(',')}`, `ETCDOC_LISTEN=127.0.0.1:${port}`];
  host = await bootHost(cluster.tls, `${settings.join('\n')}\n`);
});
afterAll(async () => {
  await host?.stop();
  await cluster?.stop();
});

async function healthy(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  return ((await answer.json()) as { status: string }).status === 'healthy';
}

async function property(name: string): Promise<string> {
  return (await host.run('systemctl', 'show', '--value', '--property', name, 'etcdoc.service')).stdout.trim();
}

const onHost = test.skipIf(isolationRefused !== undefined);
tellWhereRefused('the systemd unit');

onHost('under systemd the daemon serves with a key that only root may read, and may do nothing else', async () => {
  const started = await host.run('systemctl', 'start', 'etcdoc.service', 'etcdoc-certificates.path');
  expect(started).toMatchObject({ code: 0, stderr: '' });
  const log = async () => (await host.run('journalctl', '--unit=etcdoc', '--output=cat')).stdout;
  await eventually(healthy, { timeoutMs: 60_000, what: 'it is healthy' }).catch(async (error) => {
    throw new Error(await log(), { cause: error });
  });
  const status = (await host.run('cat', `/proc/${await property('MainPID')}/status`)).stdout;
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
  expect(Number(field('Uid'))).toBeGreaterThan(60_000);
  expect({ caps: field('CapBnd'), fresh: field('NoNewPrivs'), filtered: field('Seccomp') }).toEqual({
    caps: '0'.repeat(16),
    fresh: '1',
    filtered: '2',
  });
});

onHost('it reads its configuration again on reload, in the same process', async () => {
  const before = await property('MainPID');
  expect(await host.run('systemctl', 'reload', 'etcdoc.service')).toMatchObject({ code: 0, stderr: '' });
  await eventually(healthy);
  expect(await property('MainPID')).toBe(before);
});

onHost('a new certificate starts it again, and it stops when asked', async () => {
  const before = await property('MainPID');
  const file = join(host.pki, 'client.crt');
  writeFileSync(file, readFileSync(file));
  const again = async () => !['0', before].includes(await property('MainPID')) && (await healthy());
  await eventually(again, { timeoutMs: 60_000, what: 'it serves again' });
  expect((await host.run('systemctl', 'stop', 'etcdoc.service')).code).toBe(0);
  expect([await property('Result'), await property('ExecMainStatus')]).toEqual(['success', '0']);
});
