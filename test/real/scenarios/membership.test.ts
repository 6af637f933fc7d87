import { describe, expect, test } from 'vitest';
import { restart } from '../../lab/faults.ts';
import { currentLeader, someFollower } from '../../lab/leadership.ts';
import { addLearner, addMember, promote, removeMember } from '../../lab/membership.ts';
import { labOfFile } from './lab.ts';
import { eventLines, findingText, foundIn, isWell, rowOf } from './view-words.ts';
import { soon } from './watch.ts';

const lab = labOfFile();

describe.each([
  { members: 3, version: '3.5', tls: 'none' },
  { members: 5, version: '3.4', tls: 'mtls' },
] as const)('a cluster of $members ($version, $tls)', (options) => {
  test('shows a learner that comes and its promotion', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const learner = await addLearner(cluster, 'late');
    const here = await watched.untilView(
      'the learner',
      (view) => view.members.some(({ label }) => label === 'late'),
      soon,
    );
    expect(rowOf(here, 'late')).toMatchObject({ role: 'learner' });
    const settled = await watched.untilView('the learner well', (view) => isWell(view, options.members + 1));
    expect(rowOf(settled, 'late')).toMatchObject({ role: 'learner', health: 'ok', access: 'full' });
    // It has no vote: quorum stays as it was.
    expect(settled.quorum).toMatchObject({ voters: options.members, healthy: options.members });
    expect(findingText(settled, 'learner late')).toBe('learner that has caught up: no vote until it is promoted');
    const added = eventLines(settled).filter((line) => /added to the cluster/.test(line));
    expect(added).toEqual([expect.stringMatching(/^INFO \S+ was added to the cluster as learner/)]);

    await promote(cluster, learner);
    const voter = await watched.untilView('promoted', (view) => rowOf(view, 'late').role === 'follower', soon);
    expect(voter.quorum).toMatchObject({ voters: options.members + 1, canLose: (options.members - 1) / 2 });
    expect(foundIn(voter)).not.toContain('learner late');
    expect(eventLines(voter)).toContain('INFO late was promoted from learner to voter');
  });

  test('follows a member that is removed and another that is added', async () => {
    const cluster = await lab.cluster(options);
    const watched = await lab.watch(cluster);
    const leaving = await someFollower(cluster);
    await removeMember(cluster, leaving);
    const gone = await watched.untilView(
      'the row gone',
      (view) => view.members.every(({ label }) => label !== leaving.name),
      soon,
    );
    expect(gone.quorum).toMatchObject({ state: 'ok', voters: options.members - 1 });
    expect(eventLines(gone)).toContain(`INFO ${leaving.name} was removed from the cluster`);
    const joining = await addMember(cluster, 'new', { start: false });
    const added = await watched.untilView(
      'UNSTARTED',
      ({ members }) => members.some(({ health }) => health === 'UNSTARTED'),
      soon,
    );
    expect(added.members.find(({ role }) => role === 'unstarted')).toMatchObject({
      id: joining.id,
      label: joining.id.slice(0, 8),
    });
    expect(added.quorum).toMatchObject({ state: 'ok', voters: options.members, healthy: options.members - 1 });
    await restart(cluster, joining);
    const named = await watched.untilView(
      'its name',
      (view) => view.members.some(({ label }) => label === 'new'),
      soon,
    );
    expect(eventLines(named)).toContain('INFO new started as new');
    const well = await watched.untilView('all well', (view) => isWell(view, options.members));
    expect(rowOf(well, 'new')).toMatchObject({ role: 'follower', health: 'ok' });
    // Nobody crashed: the one who left and the one who came are no alarm.
    expect(eventLines(well).filter((line) => line.startsWith('CRIT'))).toEqual([]);
  });
});

test('names the versions when a member comes back with a newer one', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.4', tls: 'mtls' });
  const watched = await lab.watch(cluster);
  const follower = await someFollower(cluster);
  const before = rowOf(watched.latest(), follower.name).version ?? '';
  await restart(cluster, follower, { version: '3.5' });
  const newer = await watched.untilView(
    '3.5',
    (view) => rowOf(view, follower.name).version?.startsWith('3.5.') === true,
    soon,
  );
  const after = rowOf(newer, follower.name).version ?? '';
  expect(rowOf(newer, follower.name).health).toBe('RESTARTED');
  expect(newer.versions).toEqual([before, after]);
  expect(eventLines(newer)).toContain(`INFO ${follower.name} restarted (${before} -> ${after})`);
  expect(findingText(newer, 'version-skew cluster')).toBe(`members run ${before}, ${after}: an upgrade is under way`);
  for (const member of cluster.members) {
    if (member !== follower) await restart(cluster, member, { version: '3.5' });
  }
  await currentLeader(cluster);
  const well = await watched.untilView(
    'all well and of one version',
    (view) => isWell(view, 3) && view.versions.length === 1,
  );
  expect(foundIn(well)).not.toContain('version-skew cluster');
});
