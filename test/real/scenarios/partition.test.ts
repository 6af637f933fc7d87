import { expect, test } from 'vitest';
import { currentLeader, someFollower } from '../../lab/leadership.ts';
import { eventually } from '../../lab/wait.ts';
import { labOfFile, othersOf } from './lab.ts';
import { foundIn, healthWords, isWell, rowOf } from './view-words.ts';
import { soon } from './watch.ts';

const lab = labOfFile();

test.each([
  { members: 3, version: '3.4', tls: 'none', cutOff: 'leader' },
  { members: 5, version: '3.5', tls: 'mtls', cutOff: 'follower' },
] as const)(
  'a $cutOff of $members ($version, $tls) that its peers cannot reach is NOLEADER while we still see all',
  async ({ cutOff, ...options }) => {
    const cluster = await lab.cluster({ ...options, proxyPeers: true });
    const watched = await lab.watch(cluster);
    const first = await currentLeader(cluster);
    const apart = cutOff === 'leader' ? first : await someFollower(cluster);
    const others = othersOf(cluster, apart);
    cluster.links?.partition([apart], others);
    await eventually(async () => (await apart.api.status()).leader === undefined, { what: 'no leader there' });
    const leader = await currentLeader({ ...cluster, members: others });
    const split = await watched.untilView(
      'NOLEADER',
      (view) => rowOf(view, apart.name).health === 'NOLEADER' && view.leader.name === leader.name,
      soon,
    );
    expect(healthWords(split)).toEqual(
      Object.fromEntries(cluster.members.map(({ name }) => [name, name === apart.name ? 'NOLEADER' : 'ok'])),
    );
    expect(rowOf(split, apart.name)).toMatchObject({ role: 'follower', level: 'critical', access: 'full' });
    expect(split.quorum).toMatchObject({ state: 'ok', healthy: options.members - 1, voters: options.members });
    expect(split.freshness.state).toBe('complete');
    expect(foundIn(split)).not.toContain('quorum-lost cluster');
    expect(foundIn(split)).not.toContain('no-leader cluster');
    expect(foundIn(split)).not.toContain(`member-down ${apart.name}`);

    cluster.links?.healAll();
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, apart.name).health).toBe('ok');
  },
);
