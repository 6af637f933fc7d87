import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningDaemon } from '../../cli/serve/start-daemon.ts';
import { startCluster } from '../../lab/cluster.ts';
import { kill9, restart } from '../../lab/faults.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import type { LabMember } from '../../lab/member.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually, sleep } from '../../lab/wait.ts';
import { roomyConfig } from '../check/cluster.ts';
import { daemonsOfFile, told } from './daemons.ts';

const start = daemonsOfFile();
let cluster: LabCluster;
/** Members and the daemon beside each, the lowest member id first. */
let beside: { readonly member: LabMember; daemon: RunningDaemon }[];
let startOn: (member: LabMember) => Promise<RunningDaemon>;

beforeAll(async () => {
  cluster = await startCluster({ members: 3, version: '3.5', advertise: 'loopback' });
  const hosts = cluster.members.map(({ clientUrl }) => new URL(clientUrl).hostname);
  const port = await freePort(hosts);
  const config = roomyConfig(cluster.directory);
  startOn = ({ clientUrl, name }) => {
    const listen = `${new URL(clientUrl).hostname}:${port}`;
    const flags = ['--endpoints', clientUrl, '--listen', listen, '--interval', '1', '--config', config];
    return start(flags, { NODE_NAME: name });
  };
  const byId = cluster.members.toSorted((a, b) => (BigInt(`0x${a.id}`) < BigInt(`0x${b.id}`) ? -1 : 1));
  beside = [];
  for (const member of byId) beside.push({ member, daemon: await startOn(member) });
  for (const { daemon } of beside) await daemon.until('the heartbeat', ({ msg }) => msg === 'ETCD_HEARTBEAT');
  // Each has asked the others by then, who are asked every four seconds, even if a busy machine let one answer late.
  await sleep(6000);
});
afterAll(() => cluster?.stop());

const at = (index: number) => {
  const one = beside[index];
  if (!one) throw new Error('three members');
  return one;
};
const margins = () => beside.map(({ daemon }) => told(daemon, 'quorum-margin', 'cluster'));

test('of three daemons one speaks for the cluster, each for its own member, and all three show it', async () => {
  const [low, , high] = [at(0), at(1), at(2)];
  await kill9(high.member);
  await low.daemon.until('the margin', ({ check }) => check === 'quorum-margin', 30_000);
  await high.daemon.until('its own member', ({ check }) => check === 'member-down', 30_000);
  await sleep(3000);
  expect(margins()).toEqual([['raised'], [], []]);
  expect(beside.map(({ daemon }) => told(daemon, 'member-down', high.member.name))).toEqual([[], [], ['raised']]);
  for (const { daemon } of beside) {
    const shows = async () => {
      const { alerts } = (await (await fetch(`${daemon.url}/health`)).json()) as { alerts: { check: string }[] };
      const checks = alerts.map(({ check }) => check);
      return checks.includes('member-down') && checks.includes('quorum-margin');
    };
    await eventually(shows, { what: 'both on the page' });
  }
});

test('when the speaker dies the next one says once what fires; when it is back, nobody ends anything falsely', async () => {
  const [low, middle] = [at(0), at(1)];
  await low.daemon.stop('SIGKILL');
  await middle.daemon.until('the margin', ({ check }) => check === 'quorum-margin', 30_000);
  await sleep(3000);
  expect(margins()).toEqual([['raised'], ['raised'], []]);

  low.daemon = await startOn(low.member);
  await low.daemon.until('the margin', ({ check }) => check === 'quorum-margin', 30_000);
  await sleep(6000);
  expect(margins()).toEqual([['raised'], ['raised'], []]);

  await restart(cluster, at(2).member);
  await low.daemon.until('the end', ({ check, state }) => check === 'quorum-margin' && state === 'resolved', 30_000);
  await eventually(() => told(at(2).daemon, 'member-down', at(2).member.name).length === 2, { what: 'its own end' });
  expect(margins()).toEqual([['raised', 'cleared'], ['raised'], []]);
});
