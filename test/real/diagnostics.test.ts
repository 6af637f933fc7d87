import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../cli/program.ts';
import { startCluster } from '../lab/cluster.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';

describe.each(['3.4', '3.5'] as const)('diagnostics of etcd %s', (version) => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = await startCluster({ members: 3, version });
  });
  afterAll(() => cluster?.stop());

  const diagnose = (...args: string[]) =>
    runProgram(['diagnose', ...args, '--window', '0.5', '--endpoints', cluster.endpoints[0] ?? '']);

  test('find a healthy cluster healthy', async () => {
    const { code, stdout, stderr } = await diagnose('health', 'hashkv', 'network', 'defrag-plan', '-o', 'json');
    expect(stderr).toBe('');
    const { results } = JSON.parse(stdout);
    expect(results.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict])).toEqual([
      ['health', 'ok'],
      ['hashkv', 'ok'],
      ['network', 'ok'],
      ['defrag-plan', 'ok'],
    ]);
    expect(code).toBe(0);
    const [health, hashkv, network] = results;
    for (const member of health.data) expect(member.linearizableSeconds).toBeGreaterThan(0);
    expect(new Set(hashkv.data.members.map(({ hash }: { hash: number }) => hash)).size).toBe(1);
    expect(hashkv.data.members).toHaveLength(3);
    for (const member of network.data) expect(member.statusSeconds).toHaveLength(5);
  });

  test('write nothing to raft', async () => {
    const [member] = cluster.members;
    if (!member) throw new Error('the cluster has members');
    const before = await member.api.status(5_000);
    await diagnose('health', 'hashkv', 'network', 'defrag-plan');
    const after = await member.api.status(5_000);
    expect(after.raftIndex).toBe(before.raftIndex);
  });

  test('print a table each', async () => {
    const { stdout } = await diagnose('health', 'network');
    expect(stdout).toMatch(/^OK health: all 3 members answer/);
    expect(stdout).toMatch(/\n\nOK network: /);
    for (const { name } of cluster.members) expect(stdout).toContain(name);
  });
});
