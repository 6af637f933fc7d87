import { describe, expect, test } from 'vitest';
import { kill9, restart } from '../../lab/faults.ts';
import { currentLeader, someFollower } from '../../lab/leadership.ts';
import { startLoad } from '../../lab/load.ts';
import { labOfFile } from './lab.ts';
import { eventLines, findingText, foundIn, healthWords, isWell, rowOf } from './view-words.ts';
import { soon } from './watch.ts';

const lab = labOfFile();

describe.each([
  { members: 3, version: '3.4', tls: 'none' },
  { members: 5, version: '3.5', tls: 'mtls' },
] as const)('a cluster of $members ($version, $tls)', (options) => {
  test('is well from the first sample on, and the leader is the one that leads', async () => {
    const cluster = await lab.cluster(options);
    const leader = await currentLeader(cluster);
    const watched = await lab.watch(cluster);
    const [first] = watched.views;
    if (first === undefined) throw new Error('no view');
    expect(healthWords(first)).toEqual(Object.fromEntries(cluster.members.map(({ name }) => [name, 'ok'])));
    expect(first.leader.name).toBe(leader.name);
    expect(rowOf(first, leader.name).role).toBe('leader');
    expect(first.members.filter(({ role }) => role === 'follower')).toHaveLength(options.members - 1);
    const canLose = (options.members - 1) / 2;
    expect(first.quorum).toEqual({
      state: 'ok',
      voters: options.members,
      healthy: options.members,
      needed: canLose + 1,
      canLose,
    });
    expect(first.freshness.state).toBe('complete');
    expect(first.findings).toEqual([]);
    expect(eventLines(first)).toEqual([`INFO started: ${options.members} members, interval 1s`]);
    // Rates and quantiles need a second sample: until then they are unknown, not zero.
    expect(first.members[0]?.readings.walFsyncP99).toEqual({ level: 'unknown', unknown: expect.anything() });
  });

  test('says that a follower was killed, and that it restarted when it is back, without a spike', async () => {
    const cluster = await lab.cluster(options);
    await startLoad(cluster, { putsPerSecond: 300, seconds: 3 }).finished;
    const watched = await lab.watch(cluster);
    const [leader, follower] = [await currentLeader(cluster), await someFollower(cluster)];
    await kill9(follower);
    const down = await watched.untilView(
      'the follower down',
      (view) => rowOf(view, follower.name).health === 'DOWN',
      soon,
    );
    const words = Object.fromEntries(cluster.members.map(({ name }) => [name, name === follower.name ? 'DOWN' : 'ok']));
    expect(healthWords(down)).toEqual(words);
    expect(rowOf(down, follower.name).trouble).toMatch(/connection refused|closed the connection/);
    expect(down.leader.name).toBe(leader.name);
    expect(down.freshness.state).toBe('partial');
    expect(down.quorum).toMatchObject({ state: 'ok', healthy: options.members - 1 });
    expect(findingText(down, `member-down ${follower.name}`)).toMatch(/^unreachable: /);
    expect(foundIn(down).includes('quorum-margin cluster')).toBe(options.members === 3);
    const refused = await watched.untilView(
      'why it is down',
      (view) => /refused/.test(rowOf(view, follower.name).trouble ?? ''),
      soon,
    );
    expect(rowOf(refused, follower.name).readings.walFsyncP99).toMatchObject({ level: 'unknown' });

    await restart(cluster, follower);
    const back = await watched.untilView(
      'the follower back',
      (view) => rowOf(view, follower.name).health !== 'DOWN',
      soon,
    );
    expect(rowOf(back, follower.name).health).toBe('RESTARTED');
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, follower.name)).toMatchObject({ health: 'RESTARTED', level: 'ok' });
    expect(eventLines(well).filter((line) => line.includes(follower.name))).toEqual([
      expect.stringMatching(new RegExp(`^OK ${follower.name} reachable again after \\d+s$`)),
      `INFO ${follower.name} restarted`,
      expect.stringMatching(new RegExp(`^CRIT ${follower.name} unreachable: `)),
    ]);
    expect(foundIn(well)).toContain(`member-restarted ${follower.name}`);
    await watched.nextSamples(3);
    for (const view of watched.views.slice(watched.views.indexOf(down))) {
      const { putsPerSecond, cpuCores, clientReceivedBytesPerSecond } = rowOf(view, follower.name).readings;
      // Nobody writes now: a counter's whole value taken for an increase would show as dozens per second.
      for (const [value, most] of [
        [putsPerSecond.value, 20],
        [clientReceivedBytesPerSecond.value, 20_000],
        [cpuCores.value, 4],
      ] as const) {
        expect(value ?? 0).toBeGreaterThanOrEqual(0);
        expect(value ?? 0).toBeLessThan(most);
      }
    }
    expect(rowOf(watched.latest(), follower.name).readings.putsPerSecond.value).toBeDefined();
  });

  test('says that the leader was killed and who leads now', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const leader = await currentLeader(cluster);
    await kill9(leader);
    const down = await watched.untilView(
      'the old leader down',
      (view) => rowOf(view, leader.name).health === 'DOWN',
      soon,
    );
    expect(findingText(down, `member-down ${leader.name}`)).toMatch(/^unreachable: /);
    const next = await currentLeader(cluster);
    const led = await watched.untilView('the new leader', (view) => view.leader.name === next.name, soon);
    expect(rowOf(led, next.name)).toMatchObject({ role: 'leader', health: 'ok' });
    expect(rowOf(led, leader.name)).toMatchObject({ role: 'unknown', health: 'DOWN' });
    expect(led.quorum).toMatchObject({ state: 'ok', healthy: options.members - 1 });
    expect(led.leader).toMatchObject({ changes: 1, last: { from: leader.name, to: next.name } });
    expect(eventLines(led).some((line) => line.startsWith(`WARN leader changed: ${leader.name} -> ${next.name}`))).toBe(
      true,
    );

    await restart(cluster, leader);
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, leader.name)).toMatchObject({ role: 'follower', health: 'RESTARTED', level: 'ok' });
    expect(well.leader.changes).toBe(1);
  });
});
