import { existsSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster } from '../lab/cluster.ts';
import { kill9, pause, restart, resume } from '../lab/faults.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';
import { currentLeader, moveLeader, someFollower } from '../lab/leadership.ts';
import { startLoad } from '../lab/load.ts';
import { isRunning, untilReady } from '../lab/member.ts';
import { addLearner, addMember, promote, removeMember } from '../lab/membership.ts';
import { fillQuota, recoverQuota } from '../lab/quota.ts';
import { get, scrape, seriesValue } from '../lab/scrape.ts';
import { slowDisk } from '../lab/slow-disk.ts';
import { eventually } from '../lab/wait.ts';

const MiB = 1 << 20;

describe.each(['3.4', '3.5'] as const)('a cluster of three with mutual TLS, etcd %s', (version) => {
  let cluster: LabCluster;

  beforeAll(async () => {
    cluster = await startCluster({
      members: 3,
      version,
      tls: 'mtls',
      proxyPeers: true,
      metricsUrls: true,
      quotaBytes: 4 * MiB,
    });
  });
  afterAll(async () => {
    const pids = cluster.members.map((member) => member.pid);
    await cluster.stop();
    expect(existsSync(cluster.directory)).toBe(false);
    for (const pid of pids) expect(existsSync(`/proc/${pid}`)).toBe(false);
  });

  test('is the version asked for, and all its members name one leader', async () => {
    const statuses = await Promise.all(cluster.members.map((member) => member.api.status()));
    for (const status of statuses) expect(status.version).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.`));
    const leader = await currentLeader(cluster);
    expect(statuses.map((status) => status.leader)).toEqual([leader.id, leader.id, leader.id]);
    expect(new Set(cluster.endpoints).size).toBe(3);
    expect(statSync(cluster.tls?.key ?? '').mode & 0o777).toBe(0o600);
  });

  test('advertises the proxies as peer URLs and serves plain /metrics', async () => {
    const [first] = cluster.members;
    if (first === undefined) throw new Error('no member');
    const listed = await first.api.memberList();
    expect(listed.flatMap((row) => row.peerUrls).sort()).toEqual(
      cluster.members.map((member) => member.peerUrl).sort(),
    );
    expect(first.metricsUrl).toMatch(/^http:/);
    expect(seriesValue(await scrape(cluster, first), 'etcd_server_has_leader')).toBe(1);
  });

  test('survives a killed follower, which comes back', async () => {
    const follower = await someFollower(cluster);
    const { pid } = follower;
    await kill9(follower);
    expect(isRunning(follower)).toBe(false);
    await expect(follower.api.status(1_000)).rejects.toThrow();
    await (await currentLeader(cluster)).api.put('after-kill', 'x');
    await restart(cluster, follower);
    expect(follower.pid).not.toBe(pid);
    expect((await follower.api.status()).leader).toBe((await currentLeader(cluster)).id);
  });

  test('a frozen member accepts and does not answer until it wakes', async () => {
    const follower = await someFollower(cluster);
    pause(follower);
    await expect(follower.api.status(500)).rejects.toThrow(/within|timed out|deadline/i);
    resume(follower);
    await untilReady([follower]);
  });

  test('a slow disk moves the histogram of fsyncs, and healing it stops that', async () => {
    const follower = await someFollower(cluster);
    const slow = async () => {
      const page = await scrape(cluster, follower);
      const count = seriesValue(page, 'etcd_disk_wal_fsync_duration_seconds_count') ?? 0;
      return count - (seriesValue(page, 'etcd_disk_wal_fsync_duration_seconds_bucket{le="0.064"}') ?? 0);
    };
    const before = await slow();
    const heal = await slowDisk(follower, 80);
    const load = startLoad(cluster, { putsPerSecond: 20, seconds: 20 });
    await eventually(async () => (await slow()) >= before + 5, { timeoutMs: 20_000, what: 'five slow fsyncs' });
    await heal();
    await load.stop();
    expect(load.counts.puts).toBeGreaterThan(0);
    expect(isRunning(follower)).toBe(true);
    await follower.api.put('after-slow', 'x');
  });

  test('a partition isolates the leader, the others elect another, and healing joins them', async () => {
    const old = await currentLeader(cluster);
    const rest = cluster.members.filter((member) => member !== old);
    cluster.links?.partition([old], rest);
    const elected = await eventually(
      async () => {
        const status = await rest[0]?.api.status(1_000);
        return status?.leader !== undefined && status.leader !== old.id ? status : undefined;
      },
      { timeoutMs: 20_000, what: 'another leader' },
    );
    await eventually(async () => (await old.api.status(1_000)).leader === undefined, {
      what: 'the old leader without a leader',
    });
    await expect(old.api.put('lost', 'x', 1_000)).rejects.toThrow();
    cluster.links?.healAll();
    await eventually(async () => (await old.api.status(1_000)).leader !== undefined, {
      timeoutMs: 20_000,
      what: 'one cluster again',
    });
    await eventually(async () => (await old.api.status(1_000)).term >= elected.term, { what: 'the new term' });
  });

  test('a delay between two peers shows in the time of a write', async () => {
    const leader = await currentLeader(cluster);
    for (const member of cluster.members) if (member !== leader) cluster.links?.link(leader, member).delay(150);
    const start = performance.now();
    await leader.api.put('delayed', 'x');
    expect(performance.now() - start).toBeGreaterThanOrEqual(140);
    cluster.links?.healAll();
  });

  test('leadership moves where it is told to', async () => {
    const follower = await someFollower(cluster);
    await moveLeader(cluster, follower);
    expect(await currentLeader(cluster)).toBe(follower);
  });

  test('a tiny quota raises NOSPACE, and compaction, defragmentation and disarming end it', async () => {
    expect(await fillQuota(cluster)).toBeGreaterThan(10);
    const leader = await currentLeader(cluster);
    await eventually(async () => (await leader.api.status()).errors.some((error) => error.includes('NOSPACE')), {
      what: 'the alarm',
    });
    expect((await get(cluster, leader, '/health')).status).toBe(503);
    await recoverQuota(cluster);
    expect((await leader.api.status()).errors).toEqual([]);
    await leader.api.put('after-nospace', 'x');
  });

  test('a learner is added, promoted and removed; another is listed without having started', async () => {
    const learner = await addLearner(cluster, 'late');
    expect((await learner.api.status()).isLearner).toBe(true);
    await promote(cluster, learner);
    await eventually(async () => !(await learner.api.status()).isLearner, { what: 'a voter' });
    await removeMember(cluster, learner);
    expect(cluster.members).toHaveLength(3);
    const unstarted = await addMember(cluster, 'never', { start: false });
    const listed = await (await currentLeader(cluster)).api.memberList();
    expect(listed.find((row) => row.id === unstarted.id)).toMatchObject({ name: '', clientUrls: [] });
    await removeMember(cluster, unstarted);
    expect(await (await currentLeader(cluster)).api.memberList()).toHaveLength(3);
  });
});
