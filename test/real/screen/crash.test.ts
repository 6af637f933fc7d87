import { expect, test } from 'vitest';
import { kill9, pause, restart, resume } from '../../lab/faults.ts';
import { currentLeader, someFollower } from '../../lab/leadership.ts';
import { labOfFile, othersOf } from '../scenarios/lab.ts';
import { openTop, row } from './top.ts';

const lab = labOfFile();

test('a cluster that is well: the three answers in line 1, a row per member, and a screen left clean', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'mtls' });
  const leader = await currentLeader(cluster);
  const top = lab.keep(await openTop(cluster));
  const screen = await top.shows(
    'QUORUM 3/3 OK',
    `leader ${leader.name}`,
    'LIVE 1s',
    ...cluster.members.map(({ name }) => row(name, 'ok')),
  );
  expect(screen).toMatch(new RegExp(`^[ >]{2}${leader.name} +LEAD`, 'm'));
  expect(screen).toContain('alarms none');
  expect(screen).toMatch(/INFO +started: 3 members/);
  await top.keysAnswer();
  await top.quits();
});

test('a killed follower is DOWN, with the reason, and RESTARTED when it is back', async () => {
  const cluster = await lab.cluster({ members: 5, version: '3.4', tls: 'none' });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 5/5 OK');
  const follower = await someFollower(cluster);
  await kill9(follower);
  const screen = await top.shows(row(follower.name, 'DOWN'), 'QUORUM 4/5 OK', 'PARTIAL 4/5');
  expect(screen).toMatch(/DOWN +(connection refused|127\.0\.0\.1:\d+ closed)/);
  expect(screen).toMatch(new RegExp(`CRIT +${follower.name} unreachable`));
  await top.keysAnswer();
  await restart(cluster, follower);
  await top.shows(row(follower.name, 'RESTARTED'), 'QUORUM 5/5 OK', 'LIVE 1s');
  await top.logs(`${follower.name} reachable again after`);
  await top.quits();
});

test('a killed leader is DOWN, and the new one is in line 1 and in the log', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.4', tls: 'mtls' });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 3/3 OK');
  const leader = await currentLeader(cluster);
  await kill9(leader);
  await top.shows(row(leader.name, 'DOWN'));
  await top.keysAnswer();
  const next = await currentLeader(cluster);
  const screen = await top.shows(`leader ${next.name}`, 'leader chg 1 in');
  await top.logs(`leader changed: ${leader.name} -> ${next.name}`);
  expect(screen).toMatch(row(leader.name, 'DOWN'));
  expect(screen).toMatch(new RegExp(`^[ >!]{2}${next.name} +LEAD`, 'm'));
  await restart(cluster, leader);
  await top.shows('QUORUM 3/3 OK', row(leader.name, 'RESTARTED'));
  await top.quits();
});

test('a frozen member is HUNG, and keys answer meanwhile', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'none' });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 3/3 OK');
  const follower = await someFollower(cluster);
  pause(follower);
  const screen = await top.shows(row(follower.name, 'HUNG'), 'does not answer', 'QUORUM 2/3 OK', 'PARTIAL 2/3');
  for (const other of othersOf(cluster, follower)) expect(screen).toMatch(row(other.name, 'ok'));
  for (let times = 0; times < 3; times += 1) await top.keysAnswer();
  resume(follower);
  await top.shows(row(follower.name, 'ok'), 'QUORUM 3/3 OK', 'LIVE 1s');
  await top.quits();
});

test('a lost quorum is LOST without a leader, and regained in words', async () => {
  const cluster = await lab.cluster({ members: 5, version: '3.5', tls: 'mtls' });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 5/5 OK');
  const leader = await currentLeader(cluster);
  const dead = [leader, ...othersOf(cluster, leader).slice(0, 2)];
  await Promise.all(dead.map(kill9));
  const screen = await top.shows('QUORUM 0/5 LOST', 'no leader', 'quorum lost: 2 of 5 voters answer, 3 needed');
  expect(screen).toContain('PARTIAL 2/5');
  for (const one of dead) expect(screen).toMatch(row(one.name, 'DOWN'));
  for (const one of othersOf(cluster, ...dead)) expect(screen).toMatch(row(one.name, 'NOLEADER'));
  await top.keysAnswer();
  await Promise.all(dead.map((member) => restart(cluster, member, { wait: false })));
  await top.shows('QUORUM 5/5 OK', 'LIVE 1s');
  await top.logs('quorum regained after', 'a leader is back after');
  await top.quits();
});
