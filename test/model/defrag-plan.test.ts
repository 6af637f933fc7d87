import { describe, expect, test } from 'vitest';
import { planDefrag } from '../../src/model/defrag-plan.ts';
import { lastView } from '../report/views.ts';
import type { MemberPlan } from './samples.ts';

const MiB = 1024 * 1024;
const sizes = (size: number, inUse: number, quota = 2048): MemberPlan => ({
  status: { dbSizeBytes: size * MiB, dbInUseBytes: inUse * MiB },
  page: { etcd_server_quota_backend_bytes: quota * MiB },
});
const plan = (members: Readonly<Record<string, MemberPlan>>) => planDefrag(lastView(() => members));

describe('the plan', () => {
  test('takes followers first and the leader, a, last', () => {
    const { steps, warnings } = plan({ a: sizes(500, 120), b: sizes(500, 150), c: sizes(400, 110) });
    expect(steps.map(({ label, leader }) => [label, leader])).toEqual([
      ['b', false],
      ['c', false],
      ['a', true],
    ]);
    expect(steps[0]).toMatchObject({ returnsBytes: 350 * MiB, because: 'less than half of the file is in use' });
    expect(warnings).toEqual([]);
  });

  test.each([
    ['half in use', sizes(400, 200)],
    ['little in use', sizes(400, 99)],
    ['nearly full of data, below the quota', sizes(1600, 1500)],
  ])('leaves out what is not worth it: %s', (_, member) => {
    const { steps, skipped } = plan({ a: sizes(10, 9), b: member, c: sizes(10, 9) });
    expect(steps).toEqual([]);
    expect(skipped.map(({ because }) => because)).toEqual(Array(3).fill('not worth it: too little space is unused'));
  });

  test('takes a member that nears its quota, and says when that returns nothing', () => {
    const { steps, warnings } = plan({ a: sizes(10, 9), b: sizes(90, 89, 100), c: sizes(90, 50, 100) });
    expect(steps.map(({ label, because }) => [label, because])).toEqual([
      ['b', '90 % of the quota is used'],
      ['c', '90 % of the quota is used'],
    ]);
    expect(warnings).toEqual(['b would give back almost nothing: compact or delete first.']);
  });

  test('skips learners and members that do not answer, and warns', () => {
    const { steps, skipped, warnings } = plan({
      a: sizes(500, 120),
      b: sizes(500, 120),
      c: { status: false },
      d: { ...sizes(500, 120), learner: true },
    });
    expect(steps.map(({ label }) => label)).toEqual(['b', 'a']);
    expect(skipped.map(({ label, because }) => `${label}: ${because}`)).toEqual([
      'c: it does not answer',
      'd: a learner: it refuses the call',
    ]);
    expect(warnings.join(' ')).toContain('c does not answer: bring it back first');
    expect(warnings.join(' ')).toContain('can lose no member');
  });

  test('warns when there is no quorum', () => {
    const { warnings } = plan({ a: sizes(500, 120), b: { status: false }, c: { status: false } });
    expect(warnings[0]).toBe('There is no quorum: do not defragment now.');
  });

  test('of no members is empty', () => expect(plan({})).toMatchObject({ steps: [], skipped: [] }));
});
