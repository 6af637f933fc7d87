import { describe, expect, test } from 'vitest';
import { kill9, pause, restart, resume } from '../../lab/faults.ts';
import { currentLeader, someFollower } from '../../lab/leadership.ts';
import { eventually } from '../../lab/wait.ts';
import { labOfFile, othersOf } from './lab.ts';
import { eventLines, findingText, foundIn, healthWords, isWell, rowOf } from './view-words.ts';
import { soon } from './watch.ts';

const lab = labOfFile();

describe.each([
  { members: 3, version: '3.5', tls: 'mtls' },
  { members: 5, version: '3.4', tls: 'none' },
] as const)('a cluster of $members ($version, $tls)', (options) => {
  test('says HUNG of a frozen follower whose port still accepts, and has the others in time', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const [leader, follower] = [await currentLeader(cluster), await someFollower(cluster)];
    pause(follower);
    const hung = await watched.untilView('HUNG', (view) => rowOf(view, follower.name).health === 'HUNG', soon);
    expect(healthWords(hung)).toEqual(
      Object.fromEntries(cluster.members.map(({ name }) => [name, name === follower.name ? 'HUNG' : 'ok'])),
    );
    expect(rowOf(hung, follower.name)).toMatchObject({ level: 'critical', access: 'down' });
    expect(rowOf(hung, follower.name).trouble).toMatch(
      /^no answer: frozen, cut off, .*\((connection timed out|.* gave no answer)/,
    );
    expect(findingText(hung, `member-down ${follower.name}`)).toMatch(/^hung: /);
    expect(hung.leader.name).toBe(leader.name);
    expect(hung.quorum).toMatchObject({ state: 'ok', healthy: options.members - 1 });
    await watched.nextSamples(4);
    const during = watched.views.slice(watched.views.indexOf(hung));
    for (const view of during) {
      for (const other of othersOf(cluster, follower)) expect(rowOf(view, other.name).access).toBe('full');
    }
    const gaps = during.slice(1).map(({ at }, index) => at - (during[index]?.at ?? at));
    // A tick that waited for the dead member beyond its interval would begin every second interval only.
    expect(Math.min(...gaps)).toBeLessThan(1_500);
    expect(rowOf(watched.latest(), follower.name).ageSeconds).toBeGreaterThan(3);

    resume(follower);
    await watched.untilView('it answers again', (view) => rowOf(view, follower.name).access === 'full', soon);
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    // A process that was frozen did not restart.
    expect(rowOf(well, follower.name).health).toBe('ok');
    const again = new RegExp(`^OK ${follower.name} reachable again after \\d+s$`);
    expect(eventLines(well)).toContainEqual(expect.stringMatching(again));
  });

  test('says that a frozen leader hangs and who leads in its place', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const leader = await currentLeader(cluster);
    pause(leader);
    await watched.untilView('HUNG', (view) => rowOf(view, leader.name).health === 'HUNG', soon);
    const next = await eventually(
      async () => {
        const now = await currentLeader({ ...cluster, members: othersOf(cluster, leader) });
        return now === leader ? undefined : now;
      },
      { timeoutMs: 30_000, what: 'another leader' },
    );
    const led = await watched.untilView('the new leader', (view) => view.leader.name === next.name, soon);
    expect(rowOf(led, next.name).role).toBe('leader');
    expect(led.leader).toMatchObject({ changes: 1, last: { from: leader.name, to: next.name } });
    resume(leader);
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, leader.name)).toMatchObject({ role: 'follower', health: 'ok' });
  });

  test('says that quorum is lost while the rest still answers, and that it is back', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const leader = await currentLeader(cluster);
    const survivors = othersOf(cluster, leader).slice(0, (options.members - 1) / 2);
    const dead = othersOf(cluster, ...survivors);
    await Promise.all(dead.map(kill9));
    const early = await watched.untilView(
      'that too few voters answer',
      (view) => dead.every(({ name }) => rowOf(view, name).health === 'DOWN'),
      soon,
    );
    expect(foundIn(early).some((found) => /^quorum-(margin|lost) cluster$/.test(found))).toBe(true);
    expect(early.findings[0]?.severity).toBe('critical');
    expect(early.quorum.state).not.toBe('ok');
    // A follower goes on naming the leader it lost until its election timeout.
    await eventually(async () => (await survivors[0]?.api.status())?.leader === undefined, { what: 'no leader' });
    const lost = await watched.untilView('lost', (view) => view.quorum.state === 'lost', soon);
    const words = cluster.members.map((member) => [member.name, survivors.includes(member) ? 'NOLEADER' : 'DOWN']);
    const shown = survivors.length === 1 ? lost : await watched.nextSamples(2);
    expect(healthWords(shown)).toEqual(Object.fromEntries(words));
    expect(shown.quorum).toMatchObject({ state: 'lost', healthy: 0, canLose: 0 });
    expect(shown.leader.id).toBeUndefined();
    const [count, needed] = [survivors.length, (options.members + 1) / 2];
    expect(findingText(shown, 'quorum-lost cluster')).toBe(
      `quorum lost: ${count} of ${options.members} voters answer, ${needed} needed`,
    );
    expect(findingText(shown, 'no-leader cluster')).toMatch(/^no leader/);
    expect(rowOf(shown, survivors[0]?.name ?? '').trouble).toMatch(/^sees no leader/);

    await Promise.all(dead.map((member) => restart(cluster, member, { wait: false })));
    await currentLeader(cluster);
    const regained = await watched.untilView('quorum', (view) => view.quorum.state === 'ok', soon);
    expect(regained.leader.name).toBeDefined();
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(eventLines(well)).toContainEqual(expect.stringMatching(/^OK quorum regained after \d+s$/));
    expect(eventLines(well)).toContainEqual(expect.stringMatching(/^OK a leader is back after \d+s$/));
  });

  test('with nobody left it knows nothing, and says so', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster, { intervalSeconds: 0.5 });
    await Promise.all(cluster.members.map(kill9));
    const none = await watched.untilView(
      'all down',
      ({ members }) => members.every(({ access }) => access === 'down'),
      soon,
    );
    expect(new Set(Object.values(healthWords(none)))).toEqual(new Set(['DOWN']));
    expect(none.quorum.state).toBe('unknown');
    expect(none.leader.id).toBeUndefined();
    const stale = await watched.untilView('stale', ({ freshness }) => freshness.state === 'stale', 5);
    expect(Object.values(stale.totals)).toEqual([]);
    await Promise.all(cluster.members.map((member) => restart(cluster, member, { wait: false })));
    await watched.untilView('all well', (view) => isWell(view, options.members));
  });
});
