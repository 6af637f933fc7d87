import { expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { beginning, type MemberPlan, pageAfter, threeAt } from './samples.ts';

const log = (steps: readonly Parameters<typeof threeAt>[1][], plan: Parameters<typeof threeAt>[2] = {}) => {
  const monitor = createMonitor({ windowSeconds: 60 });
  steps.forEach((over, i) => {
    monitor.push(threeAt(i * 2, over, i === steps.length - 1 ? plan : {}));
  });
  return (monitor.latest?.events ?? [])
    .map(({ kind, subjectName, text }) => [kind, subjectName, text].filter(Boolean).join(' '))
    .reverse()
    .slice(1);
};
const restarted = (version: string): MemberPlan => ({
  page: pageAfter(1, { process_start_time_seconds: beginning / 1000 + 3, process_cpu_seconds_total: 0.2 }),
  status: { version },
});

test('a member that goes and comes back', () =>
  expect(log([{}, { c: 'down' }, { c: 'down' }, {}])).toEqual([
    'CRIT c unreachable: connect ECONNREFUSED 10.0.0.1:2379',
    'WARN one more failure stops all writes: 2 of 3 voters healthy',
    'OK c reachable again after 4s',
    'OK quorum has margin again after 4s',
  ]));

test('a member that comes and goes: each end says how often and in what time', () => {
  const ends = log([{}, { c: 'down' }, {}, { c: 'down' }, { c: 'down' }, {}]).filter((line) =>
    line.includes('reachable'),
  );
  expect(ends.filter((line) => line.startsWith('OK'))).toEqual([
    'OK c reachable again after 2s',
    'OK c reachable again after 4s; came 2 times in 8s',
  ]);
});

test('a member restarted, with a newer version', () => {
  expect(log([{}, {}, { c: restarted('3.5.17') }])).toContain('INFO c restarted (3.5.16 -> 3.5.17)');
  expect(log([{}, {}, { c: restarted('3.5.16') }])).toContain('INFO c restarted');
  expect(
    log([{}, { c: 'down' }, { c: restarted('3.5.16') }]).filter((line) => line.includes('restarted')),
  ).toHaveLength(1);
});

test('a member replaced by a newer version without metrics', () =>
  expect(log([{ c: { page: false } }, { c: { page: false, status: { version: '3.6.1' } } }])).toContain(
    'INFO c restarted (3.5.16 -> 3.6.1)',
  ));

test('members added, started, promoted, renamed and removed', () => {
  const fresh: MemberPlan = { name: '', clientUrls: [], status: false, page: false, learner: true };
  const learner: MemberPlan = { learner: true };
  const lines = log([{}, { d: fresh }, { d: learner }, { d: {} }, { d: { name: 'dora' } }, {}]);
  expect(
    lines.filter((line) => !line.includes('learner, 1k') && !line.includes('caught up') && !line.includes('voters')),
  ).toEqual([
    'INFO 8e9e05c5 was added to the cluster as learner, not started yet',
    'INFO d started as d',
    'INFO d was promoted from learner to voter',
    'INFO dora was called d before',
    'INFO dora was removed from the cluster',
  ]);
});

test('marks', () => expect(log([{}, {}], { marks: [{ at: beginning, text: 'drain c' }] })).toEqual(['MARK drain c']));

test('a tick without a member list removes nobody', () => {
  const gone = { a: 'gone', b: 'gone', c: 'gone' } as const;
  expect(log([{}, gone, {}]).filter((line) => /added|removed/.test(line))).toEqual([]);
});

test('an alert line names what it comes from, another member by name, and not what its own words say', () => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const seconds of [0, 2, 4, 6, 8, 10, 12, 14]) monitor.push(threeAt(seconds, seconds > 0 ? { c: 'down' } : {}));
  const events = monitor.latest?.events ?? [];
  const ofCheck = (check: string) => events.find(({ alertKey }) => alertKey?.startsWith(`${check} `));
  expect(ofCheck('member-down')).toMatchObject({ kind: 'CRIT', subjectName: 'c', cause: undefined });
  expect(ofCheck('quorum-margin')).toMatchObject({ kind: 'WARN', cause: expect.stringMatching(/^c: member down/) });
  expect(events.filter(({ kind }) => kind === 'INFO' || kind === 'OK').filter(({ cause }) => cause)).toEqual([]);
});
