import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addUser, disableAuth } from '../lab/auth.ts';
import { startCluster } from '../lab/cluster.ts';
import { restart } from '../lab/faults.ts';
import { currentLeader } from '../lab/leadership.ts';
import { get } from '../lab/scrape.ts';
import { eventually } from '../lab/wait.ts';

describe('clusters of other shapes', () => {
  test('a rolling upgrade from 3.4 to 3.5 passes through a mixed cluster', async () => {
    const cluster = await startCluster({ members: 3, version: '3.4', names: ['a', 'b', 'c'] });
    try {
      await (await currentLeader(cluster)).api.put('kept', 'x');
      for (const member of cluster.members) {
        await restart(cluster, member, { version: '3.5' });
        expect((await member.api.status()).version).toMatch(/^3\.5\./);
        const versions = await Promise.all(
          cluster.members.map(async (one) => (await one.api.status()).version.slice(0, 3)),
        );
        expect(versions.filter((version) => version === '3.5')).toHaveLength(cluster.members.indexOf(member) + 1);
      }
      const kept = await cluster.members[2]?.api.range('kept');
      expect(kept?.has(2)).toBe(true);
    } finally {
      await cluster.stop();
    }
  });

  test('HTTP split from gRPC, a server certificate for servers alone, and authentication', async () => {
    const cluster = await startCluster({
      members: 1,
      version: '3.5',
      tls: 'mtls',
      splitHttp: true,
      serverUsage: ['server'],
      clientName: '',
      auth: { password: 'secret' },
    });
    try {
      const [member] = cluster.members;
      if (member === undefined) throw new Error('no member');
      expect(member.metricsUrl).toBe(member.httpUrl);
      expect(member.metricsUrl).not.toBe(member.clientUrl);
      expect((await get(cluster, member, '/version')).body).toContain('3.5.');
      await member.api.put('x', 'y');
      await addUser(cluster, 'guest', 'guest');
      expect(await member.api.authenticate('guest', 'guest')).not.toBe('');
      const token = cluster.token;
      cluster.token = undefined;
      await expect(member.api.put('x', 'y')).rejects.toThrow(/user name is empty|permission denied/);
      cluster.token = token;
      await disableAuth(cluster);
      await member.api.put('x', 'y');
    } finally {
      await cluster.stop();
    }
  });

  test('members that advertise loopback have hosts of their own', async () => {
    const cluster = await startCluster({ members: 3, advertise: 'loopback', tls: 'mtls' });
    try {
      const listed = (await cluster.members[1]?.api.memberList()) ?? [];
      expect(new Set(listed.flatMap((row) => row.clientUrls)).size).toBe(1);
      expect(listed[0]?.clientUrls[0]).toMatch(/^https:\/\/127\.0\.0\.1:/);
      expect(new Set(cluster.endpoints.map((endpoint) => new URL(endpoint).hostname)).size).toBe(3);
      expect(existsSync(join(cluster.directory, 'pki', 'ca.crt'))).toBe(true);
    } finally {
      await cluster.stop();
    }
  });

  test('seven members, and a start that cannot be says why at once', async () => {
    const cluster = await startCluster({ members: 7 });
    expect(await (await currentLeader(cluster)).api.memberList()).toHaveLength(7);
    await cluster.stop();
    await expect(startCluster({ extraArgs: ['--no-such-flag'] })).rejects.toThrow(/m1.*has ended/);
  });

  test('a name with escape sequences, and the CORRUPT alarm', async () => {
    const name = '\u001b[31mred\u202e';
    const cluster = await startCluster({ names: [name] });
    try {
      const { api, id } = await currentLeader(cluster);
      expect((await api.memberList())[0]?.name).toBe(name);
      await api.raiseAlarm(id, 'CORRUPT');
      expect((await api.status()).errors.join()).toContain('CORRUPT');
      await api.disarmAlarm(id, 'CORRUPT');
      expect((await api.status()).errors).toEqual([]);
    } finally {
      await cluster.stop();
    }
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('nothing outlives a process that ends by %s', async (signal) => {
    const script = join(import.meta.dirname, '../lab/hold-cluster.ts');
    const holder = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(holder.stdout, 'data');
    const { directory, members }: { directory: string; members: number[] } = JSON.parse(String(line));
    for (const pid of members) expect(existsSync(`/proc/${pid}`)).toBe(true);
    holder.kill(signal);
    await once(holder, 'exit');
    expect(holder.signalCode).toBe(signal);
    await eventually(() => members.every((pid) => !lives(pid)), { what: 'all members gone' });
    // Nobody can clean up after SIGKILL but who sent it.
    if (signal === 'SIGTERM') expect(existsSync(directory)).toBe(false);
    rmSync(directory, { recursive: true, force: true });
  });
});

/** Whether a process exists and is more than an entry that waits to be collected. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
