import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../cli/program.ts';
import { startCluster } from '../lab/cluster.ts';
import { kill9, pause, restart, resume } from '../lab/faults.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';
import { listen } from '../lab/listen.ts';
import { type Load, startLoad } from '../lab/load.ts';
import { checkReportShape } from '../report/check-shape.ts';

describe('the program and a cluster with mutual TLS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-cli-'));
  let cluster: LabCluster;
  let load: Load;
  let env: Record<string, string>;
  const run = (...args: string[]) => runProgram(args, { env, cwd: directory });

  beforeAll(async () => {
    cluster = await startCluster({ members: 3, tls: 'mtls' });
    const { tls, endpoints } = cluster;
    if (!tls) throw new Error('the cluster has TLS files');
    env = {
      ETCDCTL_ENDPOINTS: endpoints[0]?.replace('https://', '') ?? '',
      ETCDCTL_CACERT: tls.ca,
      ETCDCTL_CERT: tls.cert,
      ETCDCTL_KEY: tls.key,
    };
    load = startLoad(cluster, { putsPerSecond: 50, seconds: 600 });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('check finds all members from one endpoint and measures their disks', async () => {
    const { code, stdout, stderr } = await run('check', '-o', 'json', '--window', '2');
    const report = JSON.parse(stdout);
    expect({ stderr, shape: checkReportShape(report) }).toEqual({ stderr: '', shape: [] });
    expect(report.cluster).toMatchObject({ members: 3, voters: 3, reachable: 3, quorum: 2, canLose: 1 });
    expect(report.exitCode).toBe(code);
    for (const member of report.members) {
      expect(member).toMatchObject({ source: 'full', error: null });
      expect(member.readings.walFsyncP99.value).toBeGreaterThan(0);
      expect(member.readings.putsPerSecond.value).toBeGreaterThan(0);
    }
  });

  test('top without a terminal has rates in its one block, and names every member', async () => {
    const { stdout } = await run('top', '-d', '1');
    for (const { name } of cluster.members) expect(stdout).toContain(name);
    expect(stdout).toMatch(/\d ms/);
  });

  test('asks the members themselves, whatever proxy the environment names', async () => {
    let asked = 0;
    const proxy = await listen(
      createServer((socket) => {
        asked += 1;
        socket.destroy();
      }),
    );
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy'];
    const proxies = Object.fromEntries(names.map((name) => [name, proxy.url]));
    try {
      const { stdout } = await runProgram(['check', '-o', 'json', '--window', '1'], {
        env: { ...env, ...proxies, NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '' },
        cwd: directory,
      });
      const sources = JSON.parse(stdout).members.map(({ source }: { source: string }) => source);
      expect({ sources, asked }).toEqual({ sources: ['full', 'full', 'full'], asked: 0 });
    } finally {
      await proxy.close();
    }
  });

  test('ends without a word when its reader has gone', async () => {
    const ended = await runProgram(['top', '-b', '-d', '0.5', '-o', 'ndjson'], { env, cwd: directory, closeAfter: 1 });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('a recording says what check said', async () => {
    expect((await run('record', 'r.ndjson', '-n', '3', '-d', '1')).code).toBe(0);
    const { code, stdout } = await run('check', '--replay', 'r.ndjson', '-o', 'json', '--window', '5');
    expect(JSON.parse(stdout).cluster).toMatchObject({ members: 3, reachable: 3 });
    expect(code).toBe(JSON.parse(stdout).exitCode);
  });

  test('without the certificate nothing can be measured, and that is exit code 3', async () => {
    const { code, stdout } = await runProgram(['check', '--window', '0.5', '--endpoints', env.ETCDCTL_ENDPOINTS ?? '']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^UNKNOWN/);
  });

  test('check and diagnose see a frozen member and still end', async () => {
    const frozen = cluster.members[2];
    if (!frozen) throw new Error('the cluster has three members');
    pause(frozen);
    try {
      const check = await run('check', '--window', '2', '-o', 'json');
      expect(check.code).toBe(1);
      expect(JSON.parse(check.stdout).findings).toContainEqual(
        expect.objectContaining({ check: 'member-down', subject: frozen.name }),
      );
      const diagnose = await run('diagnose', 'health', 'hashkv', '-o', 'json', '--command-timeout', '2s');
      expect(diagnose.code).toBe(1);
      const [health, hashkv] = JSON.parse(diagnose.stdout).results;
      expect(health).toMatchObject({ id: 'health', verdict: 'critical', summary: `${frozen.name}: not healthy` });
      expect(hashkv.summary).toContain(`2 members have the same hash`);
      expect(hashkv.summary).toContain(`not compared: ${frozen.name}`);
    } finally {
      resume(frozen);
    }
  });

  test('check tells lost quorum, and nobody at all', async () => {
    await load.stop();
    const [first, second, third] = cluster.members;
    if (!first || !second || !third) throw new Error('the cluster has three members');
    await Promise.all([kill9(second), kill9(third)]);
    const lost = await run('check', '--window', '3', '-o', 'json');
    expect(lost.code).toBe(1);
    expect(JSON.parse(lost.stdout).findings).toContainEqual(expect.objectContaining({ check: 'quorum-lost' }));
    await kill9(first);
    expect((await run('check', '--window', '0.5')).code).toBe(3);
    await Promise.all([first, second, third].map((member) => restart(cluster, member)));
    expect((await run('check', '--window', '2', '-o', 'json')).stdout).toContain('"reachable": 3');
  });
});
