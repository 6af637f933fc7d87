import { expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { statusLine } from '../../src/model/status-line.ts';
import { scenarios } from '../ui/scenarios.ts';
import { clusterView } from '../ui/views.ts';
import { sampleOf } from './samples.ts';

test.each([
  ['healthy-3', '9c1f2b71 3/3 OK L=cp-2 t42 fsync 4.4 quota 26%'],
  ['slow-disk', '9c1f2b71 3/3 OK L=cp-2 t42 fsync 38.2!cp-3 quota 26% 2 warn slow disk cp-3'],
  ['nospace', '9c1f2b71 3/3 OK L=cp-2 t42 NOSPACE fsync 4.1 quota 100%!!cp-3 1 crit'],
  ['quorum-lost', '9c1f2b71 1/3 LOST no-leader t42 fsync 4.1 quota 26% 1 crit'],
])('%s in one line', (name, expected) => {
  expect(statusLine(scenarios[name] ?? clusterView([]))).toBe(expected);
});

test('an empty cluster has a line', () => {
  const quorum = { state: 'unknown', voters: 0, healthy: 0, needed: 0, canLose: 0 } as const;
  const view = clusterView([], { clusterId: undefined, term: undefined, quorum });
  expect(statusLine(view)).toBe('etcd 0/0 ? L=?');
});

test('a metrics page alone tells neither how many members there are nor who leads, only that somebody does', () => {
  const viewOf = (hasLeader: number) => {
    const told = sampleOf({ seconds: 0, members: { a: { page: { etcd_server_has_leader: hasLeader } } } });
    const members = told.members.map((member) => ({ ...member, status: undefined }));
    return createMonitor({ windowSeconds: 60 }).push({ ...told, clusterId: undefined, members });
  };
  expect(statusLine(viewOf(1))).toBe('etcd 1/? OK L=?');
  expect(viewOf(1).members[0]).toMatchObject({ health: 'ok', trouble: 'only its metrics page is asked' });
  expect(statusLine(viewOf(0))).toContain(' no-leader');
});

test('silence is said', () => {
  const stale = { ...(scenarios['quorum-lost'] ?? clusterView([])), freshness: { state: 'stale' } as const };
  expect(statusLine(stale)).toContain('1/3 LOST STALE no-leader');
});

test('the likeliest cause is named with its subject, unless the line tells it anyway', () => {
  const view = scenarios['slow-disk'] ?? clusterView([]);
  const [cause] = view.causes;
  if (!cause) throw new Error('the scenario has a cause');
  const lineWith = (...causes: (typeof cause)[]) => statusLine({ ...view, causes });
  expect(lineWith({ ...cause, confidence: 'low' })).toMatch(/ slow disk\? cp-3$/);
  expect(lineWith({ ...cause, cause: 'slow-network', subject: 'cluster', subjectName: 'cluster' })).toMatch(
    / 2 warn slow network$/,
  );
  expect(lineWith({ ...cause, cause: 'quorum-lost' }, cause)).toMatch(/ 2 warn$/);
  expect(lineWith({ ...cause, severity: 'info' })).toMatch(/ 2 warn$/);
});
