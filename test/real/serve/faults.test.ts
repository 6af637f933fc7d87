import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Line, RunningDaemon } from '../../cli/serve/start-daemon.ts';
import { startCluster } from '../../lab/cluster.ts';
import { kill9, pause, restart, resume } from '../../lab/faults.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { currentLeader } from '../../lab/leadership.ts';
import { startLoad } from '../../lab/load.ts';
import type { LabMember } from '../../lab/member.ts';
import { fillQuota, recoverQuota } from '../../lab/quota.ts';
import { slowDisk } from '../../lab/slow-disk.ts';
import { sleep } from '../../lab/wait.ts';
import { roomyConfig } from '../check/cluster.ts';
import { connectionFlags } from '../scenarios/program.ts';
import { daemonsOfFile, is, pagesSay, told } from './daemons.ts';

/** What this machine may add to the time in which a line is due. */
const slackMs = 12_000;
const start = daemonsOfFile();
let cluster: LabCluster;
let daemon: RunningDaemon;
let one: LabMember;
let other: LabMember;

beforeAll(async () => {
  cluster = await startCluster({ members: 3, version: '3.5', quotaBytes: 24 * 1024 * 1024 });
  const leader = await currentLeader(cluster);
  [one, other] = cluster.members.filter((member) => member !== leader) as [LabMember, LabMember];
  const disk = { warning: 0.128, critical: 30 };
  const config = roomyConfig(cluster.directory, { walFsyncP99: disk });
  const flags = ['--interval', '0.5', '--window', '6', '--config', config];
  daemon = await start([...connectionFlags(cluster), ...flags]);
});
afterAll(() => cluster?.stop());

/** The line, and that it came in time. */
async function said(check: string, member: string, state: Line['state'], withinMs: number): Promise<Line> {
  return daemon.until(`${state} ${check} of ${member}`, (line) => is(line, check, member, state), withinMs + slackMs);
}

test('a cluster that is well is a heartbeat and nothing else', async () => {
  const beat = await daemon.until('the heartbeat', ({ msg }) => msg === 'ETCD_HEARTBEAT');
  expect(beat).toMatchObject({ status: 'healthy', message: expect.stringContaining('3/3 OK') });
  await sleep(2000);
  expect(daemon.lines.filter(({ msg }) => msg === 'ETCD_ALERT')).toEqual([]);
  await pagesSay(daemon, 'member-down', one.name, false);
});

test('a member that is restarted in order is no alert', async () => {
  await kill9(one);
  await sleep(1500);
  await restart(cluster, one);
  await sleep(1500);
  expect(daemon.lines.filter(({ msg }) => msg === 'ETCD_ALERT')).toEqual([]);
});

test('a slow disk is one line with its cause and what to do, and one when it is well again', async () => {
  const load = startLoad(cluster, { putsPerSecond: 20, seconds: 60 });
  const heal = await slowDisk(one, 130);
  try {
    const line = await said('wal-fsync-p99', one.name, 'firing', 20_000);
    expect(line).toMatchObject({ metric: 'walFsyncP99', cause: 'slow-disk', next: expect.stringMatching(/./) });
    await pagesSay(daemon, 'wal-fsync-p99', one.name, true);
  } finally {
    await heal();
  }
  await said('wal-fsync-p99', one.name, 'resolved', 25_000);
  await load.stop();
  expect(told(daemon, 'wal-fsync-p99', one.name)).toEqual(['raised', 'cleared']);
});

test('a member that hangs is told from one that is gone', async () => {
  pause(one);
  const line = await said('member-down', one.name, 'firing', 8_000).finally(() => resume(one));
  expect(line).toMatchObject({ severity: 'critical', cause: 'member-hung', endpoint: one.clientUrl });
  await said('member-down', one.name, 'resolved', 3_000);
  expect(told(daemon, 'member-down', one.name)).toEqual(['raised', 'cleared']);
});

test('a member that is killed and stays away is one line after the time that a restart takes', async () => {
  await kill9(other);
  const line = await said('member-down', other.name, 'firing', 17_000);
  expect(line).toMatchObject({
    severity: 'critical',
    cause: 'member-down',
    message: expect.stringContaining('refused'),
  });
  await pagesSay(daemon, 'member-down', other.name, true);
  await pagesSay(daemon, 'quorum-margin', 'cluster', true);

  // A second one: too few are left, which nobody plans.
  await kill9(one);
  const lost = await said('quorum-lost', 'cluster', 'firing', 5_000);
  expect(lost).toMatchObject({ severity: 'critical', cause: 'quorum-lost' });
  await pagesSay(daemon, 'quorum-lost', 'cluster', true);
  await Promise.all([restart(cluster, one), restart(cluster, other)]);
  await said('quorum-lost', 'cluster', 'resolved', 5_000);
  await pagesSay(daemon, 'member-down', other.name, false);
  expect(told(daemon, 'quorum-lost', 'cluster')).toEqual(['raised', 'cleared']);
  expect(told(daemon, 'member-down', other.name)).toEqual(['raised', 'cleared']);
});

test('a full quota is one line until the alarm is disarmed', async () => {
  await fillQuota(cluster);
  const line = await said('alarm-nospace', 'cluster', 'firing', 2_000);
  expect(line).toMatchObject({ severity: 'critical', cause: 'quota-exhausted' });
  await pagesSay(daemon, 'alarm-nospace', 'cluster', true);
  await recoverQuota(cluster);
  await said('alarm-nospace', 'cluster', 'resolved', 2_000);
  expect(told(daemon, 'alarm-nospace', 'cluster')).toEqual(['raised', 'cleared']);
});

test('and all the time the daemon took its samples, and ends when it is told to', async () => {
  const metrics = await (await fetch(`${daemon.url}/metrics`)).text();
  expect(metrics).toMatch(/^etcdoc_loop_errors_total 0$/m);
  expect(await daemon.stop()).toBe(0);
  expect(daemon.stderr()).toBe('');
});
