import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../cli/program.ts';
import type { Line } from '../../cli/serve/start-daemon.ts';
import { endChild } from '../../lab/children.ts';
import { type LabHosts, openHosts } from '../../lab/hosts.ts';
import { eventually, sleep } from '../../lab/wait.ts';

/** The page of a member that is connected to the others, on the loopback of its host; it sees a leader until there is a file. */
const page = `
  const [, file, id, ...peers] = process.argv;
  const links = peers.map((peer) => 'etcd_network_active_peers{Local="' + id + '",Remote="' + peer + '"} 1');
  const leader = () => 'etcd_server_has_leader ' + (require('node:fs').existsSync(file) ? 0 : 1);
  const text = () => ['etcd_server_id{server_id="' + id + '"} 1', leader(), ...links, ''].join('\\n');
  require('node:http').createServer((_, answer) => answer.end(text())).listen(2381, '127.0.0.1');
`;
const ids = ['a1', 'b2', 'c3'];
const name = 'etcdoc.lab';

let lab: LabHosts;
let daemons: ChildProcess[];

beforeAll(async () => {
  lab = await openHosts(3);
  const program = await programFile();
  // As the DaemonSet has it: no endpoint, and the name of a headless Service.
  const config = join(lab.directory, 'config.yaml');
  const etcd = { endpoints: [], metrics_urls: 'http://127.0.0.1:2381/metrics' };
  writeFileSync(config, JSON.stringify({ etcd, serve: { listen: '0.0.0.0:8080', interval: 1, peers: name } }));
  const names = join(lab.directory, 'hosts');
  writeFileSync(names, lab.hosts.map(({ address }) => `${address} ${name}\n`).join(''));
  const named = 'mount --bind "$1" /etc/hosts && shift && exec "$@"';
  daemons = lab.hosts.map((host, index) => {
    const [own = '', ...others] = [...ids.slice(index), ...ids.slice(0, index)];
    host.start('page', process.execPath, ['-e', page, leaderless(), own, ...others]);
    const serve = [process.execPath, program, 'serve', '--config', config];
    return host.start('daemon', 'unshare', ['--mount', 'sh', '-c', named, 'sh', names, ...serve]);
  });
  for (const host of lab.hosts)
    await eventually(() => host.output('daemon').includes('ETCD_HEARTBEAT'), {
      timeoutMs: 30_000,
      what: 'a heartbeat',
    });
  // Each has asked the others by then, who are asked every four seconds, even if a busy machine let one answer late.
  await sleep(6000);
});
afterAll(() => lab?.stop());

const leaderless = () => join(lab.directory, 'leaderless');

/** What each daemon said of the leader, as `raised`, `cleared`... in order. */
const told = () =>
  lab.hosts.map((host) => {
    const whole = host.output('daemon').split('\n').slice(0, -1);
    const lines = whole.map((line): Line => JSON.parse(line));
    return lines.filter(({ check }) => check === 'no-leader').map(({ occasion }) => occasion);
  });

test('of daemons that read one metrics page each, one speaks for the cluster, and the next when it is dead', async () => {
  writeFileSync(leaderless(), '');
  await eventually(() => told()[0]?.length === 1, { timeoutMs: 30_000, what: 'no leader' });
  await sleep(3000);
  expect(told()).toEqual([['raised'], [], []]);

  const [low] = daemons;
  if (low) await endChild(low);
  await eventually(() => told()[1]?.length === 1, { timeoutMs: 30_000, what: 'no leader, by the next' });
  await sleep(3000);
  expect(told()).toEqual([['raised'], ['raised'], []]);
});
