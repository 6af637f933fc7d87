import { describe, expect, test } from 'vitest';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { someFollower } from '../../lab/leadership.ts';
import { startLoad } from '../../lab/load.ts';
import { fillQuota, recoverQuota } from '../../lab/quota.ts';
import { slowDisk } from '../../lab/slow-disk.ts';
import { labOfFile, othersOf } from './lab.ts';
import { eventLines, findingText, foundIn, healthWords, isWell, rowOf } from './view-words.ts';
import { soon } from './watch.ts';

const lab = labOfFile();

describe.each([
  { members: 3, version: '3.4', tls: 'mtls' },
  { members: 5, version: '3.5', tls: 'none' },
] as const)('a cluster of $members ($version, $tls)', (options) => {
  test('says SLOW of the one member whose disk is slow', async () => {
    const cluster = await lab.cluster(options);
    lab.keep(startLoad(cluster, { putsPerSecond: 20, seconds: 120 }));
    const watched = await lab.watch(cluster, { windowSeconds: 8 });
    const follower = await someFollower(cluster);
    const heal = await slowDisk(follower, 150);
    const slow = await watched.untilView('SLOW', (view) => rowOf(view, follower.name).health === 'SLOW', soon);
    expect(healthWords(slow)).toEqual(
      Object.fromEntries(cluster.members.map(({ name }) => [name, name === follower.name ? 'SLOW' : 'ok'])),
    );
    const both = await watched.untilView(
      'fsync and commit',
      (view) => foundIn(view).filter((found) => /p99 /.test(found)).length === 2,
      soon,
    );
    expect(findingText(both, `wal-fsync-p99 ${follower.name}`)).toMatch(/^WAL fsync p99 \d+ ms > 128 ms$/);
    expect(findingText(both, `backend-commit-p99 ${follower.name}`)).toMatch(/^backend commit p99 \d+ ms > 128 ms$/);
    const { walFsyncP99 } = rowOf(both, follower.name).readings;
    expect(walFsyncP99.level).toBe('warning');
    expect(walFsyncP99.value).toBeGreaterThan(0.128);
    expect(walFsyncP99.observations).toBeGreaterThan(0);
    for (const other of othersOf(cluster, follower)) {
      expect(rowOf(both, other.name).readings.walFsyncP99.level).toBe('ok');
    }
    expect(both.quorum.state).toBe('ok');

    await heal();
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, follower.name).health).toBe('ok');
    await watched.untilView('the end of it', (view) =>
      eventLines(view).some((line) =>
        new RegExp(`^OK ${follower.name} WAL fsync p99 is well again after \\d+.* \\(max \\d+ ms\\)$`).test(line),
      ),
    );
  });

  test('says NOSPACE of the members that raised the alarm, until it is disarmed', async () => {
    const cluster = await lab.cluster({ ...options, quotaBytes: 16 * 1024 * 1024 });
    const watched = await lab.watch(cluster);
    await fillQuota(cluster);
    await watched.untilView('NOSPACE', (view) => foundIn(view).includes('alarm-nospace cluster'), soon);
    // Members raise it one after the other, each at the first write that it applies beyond its quota.
    const full = await watched.nextSamples(2);
    const raisedBy = await raisersOf(cluster);
    expect(raisedBy.size).toBeGreaterThan(0);
    for (const { label, health, level, alarms, trouble } of full.members) {
      expect({ label, raised: health === 'NOSPACE' }).toEqual({ label, raised: raisedBy.has(label) });
      if (!raisedBy.has(label)) continue;
      expect({ level, types: alarms.map(({ type }) => type) }).toEqual({ level: 'critical', types: ['NOSPACE'] });
      expect(trouble).toMatch(/^alarm NOSPACE: no writes until/);
    }
    expect(findingText(full, 'alarm-nospace cluster')).toBe(
      `alarm NOSPACE raised by ${full.alarms.map(({ memberName }) => memberName).join(', ')}: no writes; reads and deletes still work`,
    );
    expect(full.quorum.state).toBe('ok');

    await recoverQuota(cluster);
    const disarmed = await watched.untilView('no alarm', ({ alarms }) => alarms.length === 0, soon);
    expect(foundIn(disarmed)).not.toContain('alarm-nospace cluster');
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(new Set(Object.values(healthWords(well)))).toEqual(new Set(['ok']));
    expect(eventLines(well)).toContain('OK alarm NOSPACE is disarmed');
  });
});

/** The names of the members that hold the alarm, as etcd itself tells. */
async function raisersOf(cluster: LabCluster): Promise<Set<string>> {
  const errors = (await cluster.members[0]?.api.status())?.errors.join(' ') ?? '';
  const ids = [...errors.matchAll(/memberID:(\d+) alarm:NOSPACE/g)].map(([, id = '0']) => BigInt(id).toString(16));
  return new Set(cluster.members.filter(({ id }) => ids.includes(id)).map(({ name }) => name));
}
