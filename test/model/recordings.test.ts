import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterView } from '../../src/model/view.ts';

const directory = join(import.meta.dirname, '../fixtures/recordings');

/** Every view that a recording of a real cluster gives, oldest first. */
async function viewsOf(name: string): Promise<ClusterView[]> {
  const monitor = createMonitor({ windowSeconds: 60 });
  const views: ClusterView[] = [];
  for await (const sample of readSamples(join(directory, `${name}.ndjson.gz`))) views.push(monitor.push(sample));
  return views;
}

/** The event log without the members' names, oldest first. */
const logOf = (views: readonly ClusterView[]) =>
  (views.at(-1)?.events ?? []).map(({ kind, text }) => `${kind} ${text}`).reverse();

/** Each distinct value in the order in which it came. */
const course = <T>(views: readonly ClusterView[], of: (view: ClusterView) => T) =>
  views.map(of).filter((value, at, all) => at === 0 || value !== all[at - 1]);

describe('a real cluster', () => {
  test('that is well says nothing', async () => {
    const views = await viewsOf('healthy-3');
    expect(logOf(views)).toEqual([expect.stringMatching(/^INFO started: 3 members/)]);
    expect(views.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('loses a member and has it back', async () => {
    const views = await viewsOf('member-killed');
    expect(course(views, ({ quorum }) => quorum.canLose)).toEqual([1, 0, 1]);
    expect(course(views, ({ quorum }) => quorum.state)).toEqual(['ok']);
    expect(logOf(views)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^CRIT unreachable: /),
        'INFO restarted',
        expect.stringMatching(/^OK reachable again after \d+s$/),
      ]),
    );
  });

  test('has a frozen member', async () => {
    const views = await viewsOf('hung');
    const words = course(views, ({ members }) =>
      members
        .map(({ health }) => health)
        .sort()
        .join(' '),
    );
    expect(words).toContain('HUNG ok ok');
    expect(words.join(' ')).not.toContain('DOWN');
  });

  test('loses its quorum and regains it', async () => {
    const views = await viewsOf('quorum-lost-and-regained');
    const states = course(views, ({ quorum }) => quorum.state).filter((state) => state !== 'unknown');
    expect(states).toEqual(['ok', 'lost', 'ok']);
    const events = views.at(-1)?.events ?? [];
    const lost = events.find(({ text }) => text.startsWith('quorum lost'))?.at ?? Number.NaN;
    const regained = events.find(({ text }) => text.startsWith('quorum regained'))?.at ?? Number.NaN;
    expect(regained).toBeGreaterThan(lost);
    expect(events.filter(({ kind, at }) => kind === 'OK' && at >= lost && at < regained)).toEqual([]);
  });

  test('raises NOSPACE and has it disarmed', async () => {
    const views = await viewsOf('nospace');
    expect(course(views, ({ alarms }) => alarms.length > 0)).toEqual([false, true, false]);
    expect(logOf(views)).toContain('OK alarm NOSPACE is disarmed');
  });

  test('has one slow disk', async () => {
    const views = await viewsOf('slow-disk');
    expect(views.at(-1)?.members.filter(({ health }) => health === 'SLOW')).toHaveLength(1);
    expect(views.at(-1)?.findings.map(({ check }) => check)).toContain('wal-fsync-p99');
  });

  test('gets a learner that is promoted', async () => {
    const views = await viewsOf('learner');
    expect(course(views, ({ quorum }) => quorum.voters)).toEqual([3, 4]);
    expect(logOf(views)).toContain('INFO was promoted from learner to voter');
  });

  test('is upgraded member by member', async () => {
    const views = await viewsOf('rolling-upgrade-3.4-3.5');
    const restarts = logOf(views).filter((line) => /^INFO restarted \(3\.4\.\d+ -> 3\.5\.\d+\)$/.test(line));
    expect(restarts).toHaveLength(3);
    expect(views.at(-1)?.versions).toHaveLength(1);
    expect(views.at(-1)?.leader.changes).toBeGreaterThan(0);
  });

  test.each(['member-killed', 'rolling-upgrade-3.4-3.5', 'quorum-lost-and-regained'])(
    'gives no spike and no negative when it restarts: %s',
    async (name) => {
      const rates = (await viewsOf(name)).flatMap(({ members }) =>
        members.flatMap(({ readings }) => [
          readings.putsPerSecond.value ?? 0,
          readings.proposalsCommittedPerSecond.value ?? 0,
          readings.proposalsAppliedPerSecond.value ?? 0,
        ]),
      );
      expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...rates)).toBeLessThan(500);
    },
  );
});
