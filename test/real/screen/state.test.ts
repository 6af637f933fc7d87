import { expect, test } from 'vitest';
import { someFollower } from '../../lab/leadership.ts';
import { startLoad } from '../../lab/load.ts';
import { addLearner, promote } from '../../lab/membership.ts';
import { fillQuota, recoverQuota } from '../../lab/quota.ts';
import { slowDisk } from '../../lab/slow-disk.ts';
import { labOfFile, othersOf } from '../scenarios/lab.ts';
import { openTop, row } from './top.ts';

const lab = labOfFile();

test('a slow disk is SLOW on its member alone, marked in its columns and charts', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'none' });
  lab.keep(startLoad(cluster, { putsPerSecond: 20, seconds: 120 }));
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 3/3 OK', 'LIVE 1s');
  const follower = await someFollower(cluster);
  const heal = await slowDisk(follower, 150);
  const bothMarked = new RegExp(`^[ !>]{2}${follower.name} .* \\d+! +\\d+! `, 'm');
  const screen = await top.shows(row(follower.name, 'SLOW'), bothMarked);
  for (const other of othersOf(cluster, follower)) expect(screen).toMatch(row(other.name, 'ok'));
  // The charts are drawn by the bounds of the configuration too, and mark this member alone.
  expect(screen).toMatch(/WAL fsync p99 ms .* warn>128 --/);
  for (const { name } of cluster.members) {
    const charts = top.lines().filter((one) => one.startsWith(`${name} `));
    expect(charts.length).toBeGreaterThan(0);
    expect(new Set(charts.map((one) => one.endsWith(' !')))).toEqual(new Set([name === follower.name]));
  }
  await top.logs(/WAL fsync p99 \d+ ms > 128 ms/, /backend commit p99 \d+ ms > 128 ms/);
  await top.keysAnswer();
  await heal();
  await top.shows(row(follower.name, 'ok'));
  await top.logs('WAL fsync p99 is well again');
  await top.quits();
});

test('NOSPACE stands in the header and at its member, until it is disarmed', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.4', tls: 'mtls', quotaBytes: 16 * 1024 * 1024 });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 3/3 OK', 'alarms none');
  await fillQuota(cluster);
  const screen = await top.shows('ALARM NOSPACE', /^[ >!]{2}m\d +(LEAD|foll) +NOSPACE/m, 'alarm NOSPACE raised by');
  expect(screen).toMatch(/no writes; read/);
  // Members stand near the quota or beyond it, as the fill happened to end: warnings may follow.
  expect(screen).toMatch(/ \d+ crit(ical)?(, \d+ warn(ings?)?)?$/m);
  await top.keysAnswer();
  await recoverQuota(cluster);
  await top.shows('alarms none', row('m1', 'ok'));
  await top.logs('alarm NOSPACE is disarmed');
  await top.quits();
});

test('a learner has its own word until it is promoted', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'mtls' });
  const top = lab.keep(await openTop(cluster));
  await top.shows('QUORUM 3/3 OK');
  const learner = await addLearner(cluster, 'late');
  await top.shows(/^[ >!]{2}late +LRNR +ok/m, 'QUORUM 3/3 OK');
  await top.logs('learner that has caught up');
  await top.keysAnswer();
  await promote(cluster, learner);
  await top.shows(row('late', 'ok'), 'QUORUM 4/4 OK');
  await top.logs('late was promoted from learner to voter');
  await top.quits();
});
