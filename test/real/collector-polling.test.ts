import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endChild } from '../lab/children.ts';
import { connectionTo } from '../lab/connection-to.ts';
import { kill9, pause, restart, resume } from '../lab/faults.ts';
import { currentLeader, someFollower } from '../lab/leadership.ts';
import { launchMember } from '../lab/member.ts';
import { addLearner, addMember, promote, removeMember } from '../lab/membership.ts';
import { eventually, sleep } from '../lab/wait.ts';
import { allFull, pollingOfFile, rowOf } from './collector-polling.ts';

const { clusterOf, polling, open } = pollingOfFile();

describe('a healthy cluster', () => {
  test.each([
    ['3.4', 'mtls'],
    ['3.5', 'none'],
  ] as const)('of %s (%s) is followed from one endpoint', async (version, tls) => {
    const cluster = await clusterOf({ members: 3, version, tls });
    const one = polling(connectionTo(cluster, { endpoints: cluster.endpoints.slice(1, 2) }));
    const sample = await one.until('all members', allFull(3));
    expect(new Set(sample.members.map(({ id }) => id))).toEqual(new Set(cluster.members.map(({ id }) => id)));
    expect(sample.endpoints).toEqual([]);
    for (const { status, metrics, servingCertNotAfter } of sample.members) {
      expect(status?.version).toMatch(new RegExp(`^${version}`));
      expect(status?.leaderId).toBe(sample.members[0]?.status?.leaderId);
      expect(metrics?.set.shape.families.has('etcd_disk_wal_fsync_duration_seconds_bucket')).toBe(true);
      expect(servingCertNotAfter === undefined).toBe(tls === 'none');
    }
    await one.until('a linearizable read', ({ members }) => members.some(({ linearizable }) => linearizable?.seconds));
  });

  test('two endpoints of one member are one row, an endpoint of another cluster is refused in words', async () => {
    const [cluster, other] = [await clusterOf({ members: 1 }), await clusterOf({ members: 1 })];
    const [url = '', foreign = ''] = [cluster.endpoints[0], other.endpoints[0]];
    const again = url.replace('127.0.0.1', 'localhost');
    const one = polling(connectionTo(cluster, { endpoints: [url, again, foreign, 'http://127.0.0.1:9'] }));
    const sample = await one.until('the member', allFull(1));
    expect(sample.members[0]?.id).toBe(cluster.members[0]?.id);
    expect(sample.endpoints).toEqual([
      {
        endpoint: foreign,
        error: { kind: 'cluster-mismatch', text: expect.stringContaining('belongs to another cluster') },
      },
      { endpoint: 'http://127.0.0.1:9', error: { kind: 'refused', text: expect.stringContaining('nothing listens') } },
    ]);
  });

  test('without expansion only the given endpoints count', async () => {
    const cluster = await clusterOf({ members: 3 });
    const one = polling(connectionTo(cluster, { endpoints: cluster.endpoints.slice(0, 2), expand: false }));
    const sample = await one.until('two members', allFull(2));
    expect(sample.members.map(({ name }) => name).sort()).toEqual(['m1', 'm2']);
  });

  test('whose members advertise loopback is found by the hosts of their peer URLs', async () => {
    const cluster = await clusterOf({ members: 3, advertise: 'loopback' });
    const one = polling(connectionTo(cluster, { endpoints: cluster.endpoints.slice(1, 2) }));
    const sample = await one.until('all members', allFull(3));
    for (const member of cluster.members) expect(rowOf(sample, member.name)?.id).toBe(member.id);
  });

  test('is polled gently: per tick one Status and one page a member, one member list in all, nothing in the raft log', async () => {
    const cluster = await clusterOf({ members: 3, version: '3.5' });
    const one = polling(connectionTo(cluster), { intervalSeconds: 0.5, linearizableEverySeconds: 1 });
    const first = await one.until('all members', allFull(3));
    const started = one.samples.indexOf(first);
    await one.until('ten more ticks', () => one.samples.length >= started + 12);
    const last = one.samples[started + 10];
    const calls = (sample: typeof first | undefined, method: string) =>
      (sample?.members ?? []).map(({ metrics }) => {
        if (metrics === undefined) return 0;
        const keys = metrics.set.shape.keys;
        return keys.reduce((sum, key, at) => {
          const counts = key.startsWith('grpc_server_handled_total') && key.includes(`grpc_method="${method}"`);
          return counts ? sum + (metrics.set.values[at] ?? 0) : sum;
        }, 0);
      });
    const increase = (method: string) => calls(last, method).map((now, at) => now - (calls(first, method)[at] ?? 0));
    // The page and the calls of one tick travel side by side: a count may fall into the page before or after.
    for (const per of increase('Status')) expect(Math.abs(per - 10)).toBeLessThanOrEqual(1);
    expect(Math.abs(increase('MemberList').reduce((a, b) => a + b) - 10)).toBeLessThanOrEqual(1);
    const ranges = increase('Range').reduce((a, b) => a + b);
    // One a second, however long ten ticks have taken here.
    expect(ranges).toBeLessThanOrEqual(((last?.mono ?? 0) - first.mono) / 1000 + 2);
    expect(ranges).toBeGreaterThanOrEqual(3);
    expect(increase('Alarm')).toEqual([0, 0, 0]);
    // But for the entry with which a leader begins, should a busy machine make the members elect one.
    const [before, after] = [first, last].map((sample) => sample?.members[0]?.status);
    const elections = (after?.term ?? 0n) - (before?.term ?? 0n);
    expect((after?.raftIndex ?? 0n) - (before?.raftIndex ?? 0n)).toBeLessThanOrEqual(elections);
  });
});

describe('trouble', () => {
  test('a frozen member is late, the others stay on time; back again it answers at once', async () => {
    const cluster = await clusterOf({ members: 3, tls: 'mtls' });
    const one = polling(connectionTo(cluster));
    await one.until('all members', allFull(3));
    const frozen = await someFollower(cluster);
    pause(frozen);
    await one.until('its error', (sample) => rowOf(sample, frozen.name)?.statusError?.kind === 'timeout');
    const from = one.samples.length;
    await one.until('eight ticks', () => one.samples.length >= from + 8);
    const ticks = one.samples.slice(from, from + 8);
    for (const sample of ticks) {
      expect(rowOf(sample, frozen.name)).toMatchObject({
        statusError: { kind: 'timeout' },
        metricsError: { kind: 'timeout' },
      });
      for (const { name, status, metrics } of sample.members) {
        if (name !== frozen.name) expect([status?.version, metrics !== undefined]).toEqual(['3.4.23', true]);
      }
    }
    // Nobody waits for it again: a sample of the others takes its quarter of the interval, not the deadline of five seconds.
    const waits = one.samples
      .slice(from + 1, from + 8)
      .map(({ mono }, at) => (one.arrivals[from + 1 + at] ?? 0) - mono);
    expect(waits.toSorted((a, b) => a - b)[3]).toBeLessThan(1_000);
    // Seven intervals of half a second, and a busy machine's own delay.
    expect((ticks[7]?.mono ?? 0) - (ticks[0]?.mono ?? 0)).toBeLessThan(7 * 500 * 2.5);
    resume(frozen);
    const resumed = one.samples.length;
    await one.until('all members again', allFull(3));
    // Before the deadline of the question that was open would have come.
    expect(one.samples.length - resumed).toBeLessThanOrEqual(8);
  });

  test('a killed member is refused at once and found again after its restart', async () => {
    const cluster = await clusterOf({ members: 3 });
    const one = polling(connectionTo(cluster));
    await one.until('all members', allFull(3));
    const killed = await someFollower(cluster);
    await kill9(killed);
    const sample = await one.until('its error', (next) => rowOf(next, killed.name)?.statusError?.kind === 'refused');
    expect(rowOf(sample, killed.name)).toMatchObject({ id: killed.id, metricsError: { kind: 'refused' } });
    await restart(cluster, killed);
    await one.until('all members again', allFull(3));
  });

  test('without quorum the survivor is read on, and the linearizable read says why it fails', async () => {
    const cluster = await clusterOf({ members: 3 });
    const one = polling(connectionTo(cluster, { commandTimeoutMs: 1_000 }), {
      intervalSeconds: 0.5,
      linearizableEverySeconds: 1,
    });
    await one.until('all members', allFull(3));
    await Promise.all(cluster.members.slice(1).map(kill9));
    const sample = await one.until('no leader', (next) => {
      const row = rowOf(next, 'm1');
      return row?.status !== undefined && row.status.leaderId === undefined && row.linearizable?.error !== undefined;
    });
    expect(sample.members).toHaveLength(3);
    expect(rowOf(sample, 'm1')?.status?.errors).toContain('etcdserver: no leader');
    expect(rowOf(sample, 'm1')?.metrics).toBeDefined();
  });

  test('nobody there: samples come all the same, with the endpoints and why', async () => {
    const connection = {
      endpoints: ['http://127.0.0.1:9', 'http://nowhere.invalid:2379'],
      metricsUrls: [],
      expand: true,
    };
    const one = polling({
      ...connection,
      tls: { insecureSkipVerify: false },
      dialTimeoutMs: 500,
      commandTimeoutMs: 500,
    });
    const sample = await one.until('a second sample', () => one.samples.length > 1);
    expect(sample.members).toEqual([]);
    expect(sample.endpoints.map(({ error }) => error.kind)).toEqual(['refused', 'dns']);
  });
});

describe('the end', () => {
  test('comes at once, even while a frozen member is being waited for', async () => {
    const cluster = await clusterOf({ members: 3, tls: 'mtls' });
    const one = polling(connectionTo(cluster, { commandTimeoutMs: 20_000, dialTimeoutMs: 20_000 }), {
      intervalSeconds: 0.5,
    });
    await one.until('all members', allFull(3));
    const frozen = await someFollower(cluster);
    one.poller.setInterval(30);
    pause(frozen);
    one.poller.sampleNow();
    await sleep(300);
    const started = performance.now();
    await one.stop();
    expect(performance.now() - started).toBeLessThan(10_000);
    resume(frozen);
  });
});

describe('members that come and go', () => {
  test('a cluster made anew where the old one was', async () => {
    const cluster = await clusterOf({ members: 1 });
    const one = polling(connectionTo(cluster));
    const before = await one.until('the member', allFull(1));
    const [member] = cluster.members;
    if (member === undefined) throw new Error('no member');
    await kill9(member);
    rmSync(member.dataDir, { recursive: true });
    const flags = member.flags.map((flag) =>
      flag.includes('-cluster-token=') ? '--initial-cluster-token=anew' : flag,
    );
    const again = { ...member, flags };
    open.push({ stop: async () => again.child && endChild(again.child) });
    await launchMember(again, { initialCluster: `${member.name}=${member.peerUrl}`, state: 'new' });
    const after = await one.until(
      'its successor',
      (sample) => allFull(1)(sample) && sample.clusterId !== before.clusterId,
    );
    expect(after.members[0]?.id).not.toBe(before.members[0]?.id);
  });

  test('replaced at the same URLs: the new id takes the row of the old one', async () => {
    const cluster = await clusterOf({ members: 3 });
    const one = polling(connectionTo(cluster));
    await one.until('all members', allFull(3));
    const old = await someFollower(cluster);
    await removeMember(cluster, old);
    const { api } = await currentLeader(cluster);
    const added = await eventually(async () => api.memberAdd(old.peerUrl, false), { timeoutMs: 30_000 });
    rmSync(old.dataDir, { recursive: true });
    const again = { ...old, child: undefined };
    open.push({ stop: async () => again.child && endChild(again.child) });
    const peers = [...cluster.members, old].map(({ name, peerUrl }) => `${name}=${peerUrl}`);
    await launchMember(again, { initialCluster: peers.join(','), state: 'existing' });
    const replaced = await one.until(
      'the new one',
      (sample) => allFull(3)(sample) && rowOf(sample, old.name)?.id !== old.id,
    );
    expect(rowOf(replaced, old.name)).toMatchObject({ id: added.id, endpoint: old.clientUrl });
    expect(replaced.endpoints).toEqual([]);
  });

  test('added, unstarted, learner, promoted, removed', async () => {
    const cluster = await clusterOf({ members: 3 });
    const one = polling(connectionTo(cluster));
    await one.until('all members', allFull(3));
    const api = cluster.members[0]?.api;
    // Refused as "unhealthy cluster" until the peers have been connected for five seconds.
    const added = await eventually(async () => api?.memberAdd('http://127.0.0.1:9', true), { timeoutMs: 30_000 });
    const waiting = await one.until('the unstarted one', ({ members }) => members.length === 4);
    expect(waiting.members.find(({ id }) => id === added.id)).toMatchObject({
      name: '',
      statusError: { kind: 'unstarted' },
    });
    await api?.memberRemove(added.id ?? '');
    await one.until('it gone', ({ members }) => members.length === 3);
    const learner = await addLearner(cluster, 'l1');
    const learning = await one.until('the learner', (sample) => rowOf(sample, 'l1')?.status !== undefined);
    expect(rowOf(learning, 'l1')).toMatchObject({ learner: true, status: { learner: true } });
    expect(rowOf(learning, 'l1')?.metrics).toBeDefined();
    await promote(cluster, learner);
    await one.until('a voter', (sample) => rowOf(sample, 'l1')?.learner === false && allFull(4)(sample));
    const gone = await someFollower(cluster);
    await removeMember(cluster, gone);
    await one.until('it removed', (sample) => rowOf(sample, gone.name) === undefined && allFull(3)(sample));
    await addMember(cluster, 'n1');
    await one.until('the new one', allFull(4));
  });
});
