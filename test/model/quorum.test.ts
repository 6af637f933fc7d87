import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { idOf, type MemberPlan, threeAt } from './samples.ts';

const last = (samples: readonly ClusterSample[]) => {
  const monitor = createMonitor({ windowSeconds: 60 });
  const views = samples.map((sample) => monitor.push(sample));
  const view = views.at(-1);
  if (!view) throw new Error('no view');
  return view;
};
const over = (seconds: number, plan: Parameters<typeof threeAt>[1], step = 2) =>
  Array.from({ length: seconds / step + 1 }, (_, i) => threeAt(i * step, plan));
const checksOf = (samples: readonly ClusterSample[]) => last(samples).findings.map(({ check }) => check);

const noLeader: MemberPlan = { status: { leaderId: undefined, errors: ['etcdserver: no leader'] } };
const learner: MemberPlan = { learner: true };

describe('quorum', () => {
  test.each<[string, readonly ClusterSample[], string, number, number, number]>([
    ['all well', over(0, {}), 'ok', 3, 3, 1],
    ['one down', over(0, { c: 'down' }), 'ok', 3, 2, 0],
    ['one hung', over(0, { c: 'hung' }), 'ok', 3, 2, 0],
    ['two down, the survivor sees no leader', over(0, { a: noLeader, b: 'down', c: 'down' }), 'lost', 3, 0, 0],
    ['two hung, the survivor sees no leader', over(0, { a: noLeader, b: 'hung', c: 'hung' }), 'lost', 3, 0, 0],
    ['two down a moment ago, the survivor still names a leader', over(2, { b: 'down', c: 'down' }), 'unknown', 3, 1, 0],
    ['one answers and goes on seeing a leader', over(20, { b: 'hung', c: 'hung' }), 'ok', 3, 1, 0],
    ['nobody answers', over(60, { a: 'down', b: 'down', c: 'down' }), 'unknown', 3, 0, 0],
    ['an election with all up', over(4, { a: noLeader, b: noLeader, c: noLeader }), 'unknown', 3, 0, 0],
    ['all up and no leader for long', over(20, { a: noLeader, b: noLeader, c: noLeader }), 'lost', 3, 0, 0],
    ['one cut off from its peers', over(20, { c: noLeader }), 'ok', 3, 2, 0],
    ['a learner has no vote', over(0, { d: learner }), 'ok', 3, 3, 1],
    ['a learner down takes no vote', over(0, { d: { ...learner, status: false, page: false } }), 'ok', 3, 3, 1],
    [
      'a learner does not make up for a voter',
      over(0, { b: 'down', c: 'down', a: noLeader, d: learner }),
      'unknown',
      3,
      0,
      0,
    ],
    [
      'an added member that never started has a vote',
      over(0, { d: { name: '', clientUrls: [], status: false, page: false } }),
      'ok',
      4,
      3,
      0,
    ],
    ['metrics alone tell of the leader', over(0, { b: { status: false }, c: { status: false } }), 'ok', 3, 3, 1],
    ['one member', over(0, { b: 'gone', c: 'gone' }), 'ok', 1, 1, 0],
  ])('%s', (_, samples, state, voters, healthy, canLose) =>
    expect(last(samples).quorum).toEqual({ state, voters, healthy, needed: Math.floor(voters / 2) + 1, canLose }),
  );

  test('is lost and regained', () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    monitor.push(threeAt(0));
    expect(monitor.push(threeAt(2, { a: noLeader, b: 'down', c: 'down' })).quorum.state).toBe('lost');
    expect(monitor.push(threeAt(4)).quorum.state).toBe('ok');
    expect(monitor.latest?.events.map(({ text }) => text)).toContain('quorum regained after 2s');
  });
});

describe('what is said of it', () => {
  test('lost', () => {
    const [worst] = last(over(0, { a: noLeader, b: 'down', c: 'down' })).findings;
    expect(worst).toMatchObject({ check: 'quorum-lost', severity: 'critical', value: 1, threshold: 2 });
    expect(worst?.text).toBe('quorum lost: 1 of 3 voters answer, 2 needed');
  });
  test('lost as far as we can see', () =>
    expect(last(over(0, { a: noLeader, b: 'hung', c: 'hung' })).findings[0]?.text).toMatch(/out of our sight$/));
  test('an election is no loss of quorum', () => {
    const said = checksOf(over(2, { a: noLeader, b: noLeader, c: noLeader }));
    expect(said).toContain('no-leader');
    expect(said).not.toContain('quorum-lost');
    expect(said).not.toContain('quorum-margin');
  });
  test('without margin', () => {
    expect(checksOf(over(0, { c: 'down' }))).toContain('quorum-margin');
    expect(checksOf(over(0, {}))).not.toContain('quorum-margin');
    expect(checksOf(over(0, { b: 'gone', c: 'gone' }))).not.toContain('quorum-margin');
    const five = { d: {}, e: 'down' } as const;
    expect(checksOf(over(0, five))).not.toContain('quorum-margin');
  });
  test('of a cluster that does not answer only that nobody does is said, and who is down', () =>
    expect(new Set(checksOf(over(0, { a: 'down', b: 'down', c: 'down' })))).toEqual(
      new Set(['endpoint-down', 'member-down']),
    ));
});

describe('a metrics page alone', () => {
  const alone = (seconds: number, peers: Readonly<Record<string, number>>, hasLeader: number): ClusterSample => {
    const links = Object.entries(peers).map(([id, up]) => [`etcd_network_active_peers{Local="1",Remote="${id}"}`, up]);
    const page = { etcd_server_has_leader: hasLeader, ...Object.fromEntries(links) };
    return { ...threeAt(seconds, { a: { status: false, page }, b: 'gone', c: 'gone' }), clusterId: undefined };
  };
  const blind = (peers: Readonly<Record<string, number>>) => [0, 10, 20, 30].map((at) => alone(at, peers, 0));
  const saidOf = (samples: readonly ClusterSample[], check: string) =>
    last(samples).findings.find((finding) => finding.check === check)?.text;

  test('tells that its member sees no leader, and nothing of a quorum that may be well without it', () => {
    expect(last(blind({ '2': 0, '3': 0 })).quorum.state).toBe('unknown');
    expect(checksOf(blind({ '2': 0, '3': 0 }))).not.toContain('quorum-lost');
    expect(saidOf(blind({ '2': 0, '3': 0 }), 'no-leader')).toBe(
      'no leader for 30s: a sees none and is connected to no peer; what other members see is not known here',
    );
    expect(saidOf(blind({ '2': 1, '3': 0 }), 'no-leader')).toMatch(/: a sees none and is connected to 1 of its peers;/);
    expect(saidOf(blind({}), 'no-leader')).toMatch(/: a sees none; what other/);
  });
  test('whose member sees a leader is of a quorum', () =>
    expect(last([alone(0, { '2': 1 }, 1)]).quorum.state).toBe('ok'));

  test('or two of them are not all voters', () => {
    const page = { etcd_server_has_leader: 1 };
    const pages = { a: { status: false, page }, b: { status: false, page }, c: 'gone' } as const;
    const two: ClusterSample = { ...threeAt(0, pages), clusterId: undefined };
    expect(checksOf([two])).not.toContain('even-members');
    const one: ClusterSample = { ...threeAt(0, { ...pages, b: 'down' }), clusterId: undefined };
    expect(checksOf([one])).not.toContain('quorum-margin');
  });
});

describe('the leader', () => {
  const led = (seconds: number, name: string, term: bigint) => {
    const status = { leaderId: idOf(name), term };
    return threeAt(seconds, { a: { status }, b: { status }, c: { status } });
  };

  test('is whom the highest term names', () => {
    const view = last([
      threeAt(0, {
        a: { status: { term: 2n } },
        b: { status: { term: 3n, leaderId: idOf('b') } },
        c: { status: { term: 9n, leaderId: undefined } },
      }),
    ]);
    expect(view.leader).toMatchObject({ id: idOf('b'), name: 'b', atLeast: true, changes: 0 });
    expect(view.term).toBe(9n);
    expect(view.members.map(({ role }) => role)).toEqual(['follower', 'leader', 'follower']);
  });
  test('is known from the others when it does not answer', () => {
    const view = last([threeAt(0, { a: 'down' })]);
    expect(view.members[0]).toMatchObject({ role: 'leader', health: 'DOWN' });
  });
  test('changes are counted and told, the first one seen is not', () => {
    const silent = threeAt(4, { a: 'down', b: noLeader, c: noLeader });
    const view = last([led(0, 'a', 2n), led(2, 'a', 2n), silent, led(6, 'b', 3n), led(8, 'b', 3n)]);
    expect(view.leader).toMatchObject({
      name: 'b',
      changes: 1,
      changesSeconds: 8,
      atLeast: false,
      last: { from: 'a', to: 'b' },
    });
    expect(view.leader.spans.map(({ name, fromAt, toAt }) => [name, (toAt - fromAt) / 1000])).toEqual([
      ['a', 4],
      [undefined, 2],
      ['b', 2],
    ]);
    const lines = view.events.filter(({ text }) => text.startsWith('leader changed')).map(({ text }) => text);
    expect(lines).toEqual(['leader changed: a -> b after 2s without a leader, term 3']);
  });
  test('elected again counts', () => {
    const view = last([led(0, 'a', 2n), led(2, 'a', 4n)]);
    expect(view.leader.changes).toBe(1);
    expect(view.events[0]?.text).toBe('leader changed: a elected again, term 4');
  });
  test('leaves a hole in the timeline while nobody can be asked', () => {
    const view = last([led(0, 'a', 2n), threeAt(2, { a: 'down', b: 'down', c: 'down' }), led(4, 'a', 2n)]);
    expect(view.leader.spans.map(({ name }) => name)).toEqual(['a', 'a']);
    expect(view.leader).toMatchObject({ changes: 0, atLeast: true });
  });
  test('four changes in a quarter of an hour are a warning, three are not', () => {
    const turns = (count: number) =>
      Array.from({ length: count + 1 }, (_, i) => led(i * 2, i % 2 ? 'b' : 'a', BigInt(2 + i)));
    expect(checksOf(turns(4))).toContain('leader-changes');
    expect(checksOf(turns(3))).not.toContain('leader-changes');
  });
});
