import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample, ErrorKind } from '../../src/model/sample.ts';
import { idOf, type MemberPlan, type Page, pageAfter, sampleOf, setOf, threeAt } from './samples.ts';

const viewOf = (samples: readonly ClusterSample[]) => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const sample of samples) monitor.push(sample);
  if (!monitor.latest) throw new Error('no view');
  return monitor.latest;
};
const memberC = (plan: MemberPlan | 'down' | 'hung', seconds: readonly number[] = [0]) => {
  const member = viewOf(seconds.map((at) => threeAt(at, { c: plan }))).members.find(({ id }) => id === idOf('c'));
  if (!member) throw new Error('no member c');
  return member;
};
const paged = (over: Page): MemberPlan => ({ page: pageAfter(0, over) });
const alarm = (name: string, type: string) => `memberID:${BigInt(`0x${idOf(name)}`)} alarm:${type} `;

describe('health', () => {
  test.each<[string, MemberPlan | 'down' | 'hung', string, string]>([
    ['well', {}, 'ok', 'ok'],
    ['refusing', 'down', 'DOWN', 'critical'],
    ['silent', 'hung', 'HUNG', 'critical'],
    ['never started', { name: '', clientUrls: [], status: false, page: false }, 'UNSTARTED', 'warning'],
    ['corrupt', { status: { errors: [alarm('c', 'CORRUPT'), alarm('c', 'NOSPACE')] } }, 'CORRUPT', 'critical'],
    ['out of space', { status: { errors: [alarm('c', 'NOSPACE')] } }, 'NOSPACE', 'critical'],
    ["not at fault for another's alarm", { status: { errors: [alarm('b', 'NOSPACE')] } }, 'ok', 'ok'],
    ['leaderless', { status: { leaderId: undefined, errors: ['etcdserver: no leader'] } }, 'NOLEADER', 'critical'],
    [
      'defragmenting, Status blocked',
      { status: false, error: 'timeout', ...paged({ etcd_disk_defrag_inflight: 1 }) },
      'DEFRAG',
      'warning',
    ],
    ['far behind', { status: { raftIndex: 1000n, appliedIndex: 200n } }, 'LAG', 'warning'],
    ['near its quota', paged({ etcd_server_quota_backend_bytes: 21_000_000 }), 'WARN', 'critical'],
    ['without gRPC', { status: false, error: 'auth', page: pageAfter(0) }, 'WARN', 'warning'],
    ['without metrics', { page: false }, 'NOMETRICS', 'unknown'],
  ])('%s', (_, plan, health, level) => expect(memberC(plan)).toMatchObject({ health, level }));

  test('slow by its own disk', () => {
    const slow = (seconds: number) => ({
      etcd_disk_wal_fsync_duration_seconds: { 0.016: 0, 0.064: seconds * 50, Infinity: 0 },
    });
    const view = viewOf([0, 2].map((at) => threeAt(at, { c: { page: pageAfter(at, slow(at)) } })));
    expect(view.members.map(({ health }) => health)).toEqual(['ok', 'ok', 'SLOW']);
    expect(view.findings).toMatchObject([
      { check: 'wal-fsync-p99', subjectName: 'c', threshold: 0.01, text: 'WAL fsync p99 64 ms > 10 ms' },
    ]);
  });
});

describe('trouble', () => {
  test('says why a member is down', () => {
    expect(memberC('down').trouble).toBe('cannot be reached: connect ECONNREFUSED 10.0.0.1:2379');
    expect(memberC('hung').trouble).toBe('no answer: frozen, cut off, or waiting for its disk (timeout after 2s)');
    expect(memberC({ status: false, error: 'timeout', page: pageAfter(0) }).trouble).toBe(
      'no answer: its metrics answer, so overloaded or waiting for its disk (timeout after 2s)',
    );
  });
  test('says what is missing and what would fill it', () => {
    const { trouble, access } = memberC({ page: false });
    expect(access).toBe('api-only');
    expect(trouble).toMatch(/no metrics \(connect ECONNREFUSED .*etcd-expose-metrics: true.*--listen-metrics-urls/);
  });
  test('is absent where all is well', () => expect(memberC({}).trouble).toBeUndefined());
});

test.each<[ErrorKind, string]>([
  ['refused', 'DOWN'],
  ['reset', 'DOWN'],
  ['dns', 'DOWN'],
  ['tls', 'DOWN'],
  ['timeout', 'HUNG'],
])('a Status that fails by %s is %s', (error, health) =>
  expect(memberC({ status: false, page: false, error }).health).toBe(health),
);

describe('roles', () => {
  const roles = (over: Parameters<typeof threeAt>[1]) => viewOf([threeAt(0, over)]).members.map(({ role }) => role);
  test('are told apart', () =>
    expect(
      roles({ c: 'down', d: { learner: true }, e: { name: '', clientUrls: [], status: false, page: false } }),
    ).toEqual(['leader', 'follower', 'unknown', 'learner', 'unstarted']));
  test("follow the member's own word on being a learner", () =>
    expect(roles({ c: { learner: true, status: { learner: false } } })).toEqual(['leader', 'follower', 'follower']));
  test('an unnamed member is called by its id', () =>
    expect(viewOf([threeAt(0, { c: { name: '' } })]).members[2]?.label).toBe('8e9e05c5'));
});

describe('age', () => {
  const down = { c: 'down' } as const;
  test('grows from the last answer', () => {
    const view = viewOf([threeAt(0), threeAt(2), threeAt(4, down), threeAt(6, down)]);
    expect(view.members.map(({ ageSeconds }) => ageSeconds)).toEqual([0, 0, 4]);
  });
  test('is unknown for one that never answered', () =>
    expect(viewOf([threeAt(0, down), threeAt(2, down)]).members[2]?.ageSeconds).toBeUndefined());
});

describe('freshness', () => {
  const none = { a: 'down', b: 'down', c: 'down' } as const;
  test('complete, partial, stale', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const at = (seconds: number, over = {}) => monitor.push(threeAt(seconds, over)).freshness;
    const complete = at(0);
    expect(complete).toMatchObject({ state: 'complete' });
    expect(at(2, { c: 'down' })).toEqual({ state: 'partial', completeAt: complete.completeAt });
    expect(at(4, none).state).toBe('partial');
    expect(at(6, none).state).toBe('partial');
    expect(at(8, none).state).toBe('partial');
    expect(at(10, none)).toEqual({ state: 'stale', completeAt: complete.completeAt });
    expect(at(12).state).toBe('complete');
  });
  test('does not wait for a member that never started', () =>
    expect(viewOf([threeAt(0, { d: { name: '', clientUrls: [], status: false, page: false } })]).freshness.state).toBe(
      'complete',
    ));
});

describe('alarms', () => {
  const errors = [alarm('b', 'NOSPACE'), alarm('c', 'NOSPACE')];
  test('are listed once per member though each member repeats them', () => {
    const view = viewOf([
      threeAt(0, { a: { status: { errors } }, b: { status: { errors } }, c: { status: { errors } } }),
    ]);
    expect(view.alarms).toEqual([
      { memberId: idOf('b'), memberName: 'b', type: 'NOSPACE' },
      { memberId: idOf('c'), memberName: 'c', type: 'NOSPACE' },
    ]);
    expect(view.members.map(({ alarms }) => alarms.length)).toEqual([0, 1, 1]);
    expect(view.findings.filter(({ check }) => check === 'alarm-nospace')).toMatchObject([
      { subject: 'cluster', severity: 'critical' },
    ]);
  });
  test('are read with and without the trailing space, several in one text, and beyond 2^63', () => {
    const text = 'memberID:18446744073709551615 alarm:CORRUPT memberID:5 alarm:NOSPACE';
    expect(viewOf([threeAt(0, { a: { status: { errors: [text] } } })]).alarms).toEqual([
      { memberId: '5', memberName: '5', type: 'NOSPACE' },
      { memberId: 'ffffffffffffffff', memberName: 'ffffffff', type: 'CORRUPT' },
    ]);
  });
  test('stand in the order of names, in whatever order the members repeat them', () => {
    const told = ['b', 'c', 'a'].map((name) => alarm(name, 'NOSPACE'));
    const namesOf = (errors: readonly string[]) => {
      const view = viewOf([threeAt(0, { a: { name: 'cp-10', status: { errors } }, b: { name: 'cp-9' } })]);
      return [view.alarms.map(({ memberName }) => memberName).join(' '), view.findings[0]?.text];
    };
    expect(namesOf(told)).toEqual(namesOf(told.toReversed()));
    expect(namesOf(told)).toEqual(['c cp-9 cp-10', expect.stringContaining('raised by c, cp-9, cp-10:')]);
  });
  test('of a removed member stay with the cluster and with no row', () => {
    const view = viewOf([threeAt(0, { a: { status: { errors: ['memberID:99 alarm:CORRUPT '] } } })]);
    expect(view.alarms).toHaveLength(1);
    expect(view.members.flatMap(({ alarms }) => alarms)).toEqual([]);
    expect(view.findings[0]).toMatchObject({ check: 'alarm-corrupt' });
  });
});

describe('the cluster', () => {
  test('counts what all apply once and what each serves together', () => {
    const { totals } = viewOf([threeAt(0), threeAt(2)]);
    expect(totals).toMatchObject({ putsPerSecond: 10, rangesPerSecond: 300 });
    expect(totals.watchers).toBeUndefined();
  });
  test('gives no total that a member with metrics lacks', () => {
    const { etcd_mvcc_range_total: _, ...page } = pageAfter(2);
    expect(viewOf([threeAt(0), threeAt(2, { c: { page } })]).totals.rangesPerSecond).toBeUndefined();
  });
  test('writes so many revisions a second over ten seconds', () => {
    const at = (seconds: number) => threeAt(seconds, { b: { status: { revision: BigInt(1000 + seconds * 300) } } });
    expect(viewOf([at(0)]).revisionPerSecond).toBeUndefined();
    expect(viewOf([0, 2, 4, 6, 8, 10, 12].map(at)).revisionPerSecond).toBe(300);
    expect(viewOf([at(10), threeAt(12)]).revisionPerSecond).toBeUndefined();
  });
  test('has the RTT between members by direction', () => {
    const key = `etcd_network_peer_round_trip_time_seconds{To="${idOf('b')}"}`;
    const at = (seconds: number) =>
      threeAt(seconds, {
        a: { page: pageAfter(seconds, { [key]: { 0.0008: 0, 0.0016: seconds * 10, Infinity: 0 } }) },
      });
    const { rtt } = viewOf([at(0), at(2)]);
    expect(rtt[idOf('a')]?.[idOf('b')]).toMatchObject({
      value: expect.closeTo(0.0016, 4),
      level: 'ok',
      observations: 20,
    });
    expect(rtt[idOf('b')]?.[idOf('a')]?.value).toBeUndefined();
  });
  test('lists versions lowest first', () =>
    expect(
      viewOf([threeAt(0, { a: { status: { version: '3.10.1' } }, b: { status: { version: '3.9.2' } } })]).versions,
    ).toEqual(['3.5.16', '3.9.2', '3.10.1']));
  test('has never been compacted at -1', () => {
    const at = (revision: number) =>
      viewOf([threeAt(0, { a: paged({ etcd_debugging_mvcc_compact_revision: revision }) })]).compactRevision;
    expect([at(-1), at(8)]).toEqual([undefined, 8]);
  });
});

test('a member known by its page alone is down when the page is gone, for the reason that the page gives', () => {
  const alone = (page: boolean) => {
    const sample = sampleOf({ seconds: page ? 0 : 15, members: { x: { name: '', clientUrls: [], status: false } } });
    const members = sample.members.map((member) => ({
      ...member,
      peerUrls: [],
      ...(page
        ? { metrics: { from: 'x', seconds: 0.01, bytes: 1, mono: sample.mono, set: setOf(pageAfter(0)) } }
        : { metricsError: { kind: 'refused' as const, text: 'page refused' } }),
    }));
    return { ...sample, clusterId: undefined, members };
  };
  const monitor = createMonitor({ windowSeconds: 60 });
  expect(monitor.push(alone(true)).findings).toEqual([]);
  expect(monitor.push(alone(false)).findings).toMatchObject([
    { check: 'member-down', text: 'unreachable: page refused' },
  ]);
});
