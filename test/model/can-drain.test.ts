import { describe, expect, test } from 'vitest';
import { canDrain, drainExitCode, drainLine, drainsNamed } from '../../src/model/can-drain.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { slowPage, viewAfter, viewOf } from './causes/built.ts';
import { beginning, idOf, pageAfter, sampleOf } from './samples.ts';

const answers = (view: ClusterView) => Object.fromEntries(canDrain(view).map(({ label, answer }) => [label, answer]));
const reasonsOf = (view: ClusterView, name: string) =>
  canDrain(view)
    .find(({ label }) => label === name)
    ?.reasons.join('; ');

describe('a member can be taken down', () => {
  test('one at a time of three that are well, the leader after it hands over', () => {
    const view = viewAfter(4, () => ({}));
    expect(answers(view)).toEqual({ a: 'after', b: 'yes', c: 'yes' });
    expect(canDrain(view)[0]?.first).toEqual([
      `etcdctl --cacert CA --cert CERT --key KEY --endpoints=https://a:2379 move-leader ${idOf('b')}`,
    ]);
    expect(drainLine(canDrain(view))).toBe('after moving the leader: a; yes: b or c');
  });
  test('or not is not known by metrics pages alone, which do not tell who votes', () => {
    const { members, ...view } = viewAfter(4, () => ({ b: 'gone', c: 'gone' }));
    const alone = { ...view, members, clusterId: undefined };
    expect(answers({ members, ...view })).toEqual({ a: 'no' });
    expect(answers(alone)).toEqual({ a: 'unknown' });
    expect(reasonsOf(alone, 'a')).toContain('the member list is not known');
  });
  test('not beside one that is down, which may go itself', () => {
    const view = viewAfter(4, () => ({ c: 'down' }));
    expect(answers(view)).toEqual({ a: 'no', b: 'no', c: 'yes' });
    expect(reasonsOf(view, 'b')).toBe('1 sound voter of 3 would be left, 2 needed: c is down');
  });
  test('not beside one that is slow, cut off or has just started', () => {
    expect(answers(viewAfter(20, (at) => ({ c: { page: slowPage(at, 0.064, 0.128) } })))).toEqual({
      a: 'no',
      b: 'no',
      c: 'yes',
    });
    const blind = viewAfter(4, () => ({ c: { status: { leaderId: undefined, errors: ['etcdserver: no leader'] } } }));
    expect(reasonsOf(blind, 'b')).toContain('c sees no leader');
    const fresh = viewAfter(4, (at) => ({
      c: { page: pageAfter(at, { process_start_time_seconds: beginning / 1000 - 20 }) },
    }));
    expect(canDrain(fresh).map(({ answer }) => answer)).toEqual(['wait', 'wait', 'yes']);
    expect(reasonsOf(fresh, 'b')).toBe('c started 24s ago (sound after 1m00s)');
  });
  test('shortly after all came back: not yet, and no false count of voters', () => {
    const young = (at: number, seconds: number) => ({
      page: pageAfter(at, { process_start_time_seconds: beginning / 1000 - seconds }),
    });
    const back = viewAfter(20, (at) => ({ a: young(at, 5), b: young(at, 0), c: young(at, 2) }));
    expect(back.findings).toEqual([]);
    expect(drainLine(canDrain(back))).toBe(
      'not yet: a (leader), b, c - a, b, c started 20s to 25s ago (sound after 1m00s)',
    );
    expect(canDrain(back)[0]?.first).toEqual(['wait until every other voter has run for 1m00s']);
    expect(drainExitCode(canDrain(back), true)).toBe(1);
    const alsoDown = viewAfter(20, (at) => ({ a: young(at, 5), c: 'down' }));
    expect(reasonsOf(alsoDown, 'b')).toBe(
      'at most 1 sound voter of 3 would be left, 2 needed: c is down, a started 25s ago (sound after 1m00s)',
    );
    const bothYoung = viewAfter(20, (at) => ({ a: young(at, 5), b: young(at, 0), c: 'down' }));
    expect(canDrain(bothYoung).find(({ label }) => label === 'c')).toMatchObject({
      answer: 'wait',
      reasons: ['it is down already; a, b started 20s to 25s ago (sound after 1m00s)'],
    });
    const alarm = { errors: [`memberID:${BigInt(`0x${idOf('b')}`)} alarm:NOSPACE `] };
    const alsoFull = viewAfter(20, (at) => ({ a: { ...young(at, 5), status: alarm }, c: young(at, 2) }));
    expect(reasonsOf(alsoFull, 'b')).toBe(
      'alarm NOSPACE is on: clear it first; a, c started 22s to 25s ago (sound after 1m00s)',
    );
  });
  test('not beside one whose gRPC hangs while its metrics go on', () => {
    const view = viewAfter(4, (at) => ({ c: { status: false, error: 'timeout', page: pageAfter(at) } }));
    expect(reasonsOf(view, 'b')).toContain('c hangs');
  });
  test('not during an alarm, a defragmentation or without quorum', () => {
    const errors = [`memberID:${BigInt(`0x${idOf('b')}`)} alarm:NOSPACE `];
    expect(
      reasonsOf(
        viewAfter(4, () => ({ a: { status: { errors } } })),
        'c',
      ),
    ).toContain('alarm NOSPACE is on');
    expect(answers(viewAfter(30, () => ({ a: 'down', b: 'down', c: { status: { leaderId: undefined } } })))).toEqual({
      a: 'no',
      b: 'no',
      c: 'no',
    });
    expect(
      reasonsOf(
        viewAfter(4, (at) => ({ b: { page: pageAfter(at, { etcd_disk_defrag_inflight: 1 }) } })),
        'c',
      ),
    ).toContain('is being defragmented');
  });
  test('never the only voter; always a learner', () => {
    expect(canDrain(viewOf([sampleOf({ seconds: 0, members: { a: { page: pageAfter(0) } } })]))[0]).toMatchObject({
      answer: 'no',
    });
    expect(answers(viewAfter(4, (at) => ({ d: { learner: true, page: pageAfter(at) } }))).d).toBe('yes');
  });
  test('not known while nobody answers', () =>
    expect(answers(viewAfter(20, () => ({ a: 'down', b: 'down', c: 'down' })))).toEqual({
      a: 'unknown',
      b: 'unknown',
      c: 'unknown',
    }));
  test('without metrics, and says what that rests on', () =>
    expect(
      reasonsOf(
        viewAfter(4, () => ({ c: { page: false } })),
        'b',
      ),
    ).toContain('the disks of c are not known'));
  test('beside one of which only the metrics answer, and says so', () => {
    const view = viewAfter(4, (at) => ({ c: { status: false, page: pageAfter(at) } }));
    expect(reasonsOf(view, 'b')).toContain('only the metrics of c answer, not the API');
  });
});

test('a name, an id or the beginning of one, or all, finds members; exit codes are yes, no, not known', () => {
  const all = canDrain(viewAfter(4, () => ({})));
  expect(drainsNamed(all, 'b')).toHaveLength(1);
  expect(drainsNamed(all, idOf('b').toUpperCase())).toHaveLength(1);
  expect(drainsNamed(all, 'all')).toHaveLength(3);
  expect(drainsNamed(all, 'nobody')).toEqual([]);
  expect(drainExitCode(drainsNamed(all, 'b'), false)).toBe(0);
  expect(drainExitCode(drainsNamed(all, 'a'), false)).toBe(1);
  expect(drainExitCode(all, true)).toBe(0);
  expect(drainExitCode(canDrain(viewAfter(20, () => ({ a: 'down', b: 'down', c: 'down' }))), true)).toBe(3);
});
