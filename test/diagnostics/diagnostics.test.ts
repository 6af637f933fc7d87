import { describe, expect, test } from 'vitest';
import { defragPlan } from '../../src/diagnostics/defrag-plan.ts';
import { diagnostics } from '../../src/diagnostics/diagnostics.ts';
import { hashKv } from '../../src/diagnostics/hashkv.ts';
import { health } from '../../src/diagnostics/health.ts';
import { network } from '../../src/diagnostics/network.ts';
import { idOf } from '../model/samples.ts';
import { healthyView, lastView } from '../report/views.ts';
import { fakeContext, runAll } from './fake-context.ts';

const view = healthyView();
const withLearner = lastView(() => ({ a: {}, b: {}, d: { learner: true } }));

describe('every diagnostic', () => {
  test.each(diagnostics)('$id ends with one result although a member never answers', async (diagnostic) => {
    const { result } = await runAll(diagnostic, fakeContext(view, { b: { never: true } }));
    expect(result?.id).toBe(diagnostic.id);
  });

  test.each([health, hashKv, network])('$id yields progress up to the number of members', async (diagnostic) => {
    const { progress } = await runAll(diagnostic, fakeContext(view));
    expect(progress[0]).toMatchObject({ kind: 'progress', done: 0, total: 3 });
    expect(progress.at(-1)).toMatchObject({ done: 3, total: 3 });
  });

  test.each([health, hashKv, network])('$id ends without a result when it is cancelled', async (diagnostic) => {
    const context = { ...fakeContext(view, { a: { never: true } }), deadlineMs: 600_000 };
    const running = runAll(diagnostic, context);
    context.cancel();
    expect((await running).result).toBeUndefined();
  });

  test('has JSON for data and reads only', async () => {
    for (const diagnostic of diagnostics) {
      expect(diagnostic.effect).toBe('read');
      const { result } = await runAll(diagnostic, fakeContext(view, { c: { error: 'refused' } }));
      expect(() => JSON.stringify(result)).not.toThrow();
    }
  });
});

describe('health', () => {
  test('is ok when all answer both ways', async () => {
    const { result } = await runAll(health, fakeContext(view));
    expect(result).toMatchObject({ verdict: 'ok', notes: [] });
    expect(result?.table?.rows).toHaveLength(3);
  });

  test('tells an alarm from Status and a missing quorum from a missing member', async () => {
    const { result } = await runAll(
      health,
      fakeContext(view, {
        a: { errors: [`memberID:${BigInt(`0x${idOf('b')}`)} alarm:NOSPACE `] },
        b: { linearizableError: 'no quorum' },
        c: { error: 'refused' },
      }),
    );
    expect(result?.verdict).toBe('critical');
    expect(result?.notes).toEqual([
      'a: reports alarm NOSPACE of b',
      'b: read through the leader failed: no quorum',
      'c: does not answer: refused',
    ]);
  });

  test('does not ask a learner through the leader', async () => {
    const { result } = await runAll(health, fakeContext(withLearner, { d: { linearizableError: 'not for learners' } }));
    expect(result).toMatchObject({ verdict: 'ok', notes: ['d is a learner: it serves local reads only.'] });
  });

  test('knows nothing when nobody answers', async () => {
    const silent = { never: true };
    const { result } = await runAll(health, fakeContext(view, { a: silent, b: silent, c: silent }));
    expect(result?.verdict).toBe('unknown');
  });
});

describe('hashkv', () => {
  test('asks all at the least revision', async () => {
    const context = fakeContext(view, { b: { revision: 97n } });
    const { result } = await runAll(hashKv, context);
    expect(context.asked).toEqual([97n, 97n, 97n]);
    expect(result).toMatchObject({ verdict: 'ok', summary: '3 members have the same hash at revision 97' });
  });

  test('is critical when hashes differ', async () => {
    const { result } = await runAll(hashKv, fakeContext(view, { c: { hash: 8 } }));
    expect(result).toMatchObject({
      verdict: 'critical',
      summary: 'members hold different data at revision 100: a, b against c',
    });
  });

  test('does not compare hashes of different compactions', async () => {
    const { result } = await runAll(hashKv, fakeContext(view, { c: { hash: 8, compactRevision: 50n } }));
    expect(result).toMatchObject({ verdict: 'warning', summary: 'hashes could not all be compared at revision 100' });
    expect(result?.notes.join()).toContain('compaction');
  });

  test('says who could not be compared, and leaves learners out', async () => {
    const context = fakeContext(withLearner, { b: { never: true } });
    const { result } = await runAll(hashKv, context);
    expect(result).toMatchObject({
      verdict: 'warning',
      summary: '1 member has one hash at revision 100; not compared: b',
    });
    expect(result?.notes).toContain('d is a learner: it refuses the call and is left out.');
    expect(context.asked).toHaveLength(1);
  });

  test('knows nothing without a revision', async () => {
    const down = { error: 'refused' };
    expect((await runAll(hashKv, fakeContext(view, { a: down, b: down, c: down }))).result?.verdict).toBe('unknown');
  });
});

describe('network', () => {
  const rtt = (seconds: number) => ({
    ...view,
    rtt: { [idOf('a')]: { [idOf('b')]: { value: seconds, level: 'ok' as const } } },
  });

  test.each([
    [0.001, 'ok'],
    [0.05, 'warning'],
    [0.2, 'critical'],
  ])('judges a peer p99 of %d s as %s', async (seconds, verdict) => {
    const { result } = await runAll(network, fakeContext(rtt(seconds)));
    expect(result?.verdict).toBe(verdict);
    expect(result?.summary).toContain('slowest peer link a to b');
  });

  test('has a column per peer and a gap on the diagonal', async () => {
    const { result } = await runAll(network, fakeContext(rtt(0.001)));
    expect(result?.table?.columns.slice(4)).toEqual(['>a', '>b', '>c']);
    expect(result?.table?.rows[0]?.slice(4)).toEqual(['', '1 ms', '-']);
  });

  test('is critical when a member does not answer', async () => {
    const { result } = await runAll(network, fakeContext(view, { c: { never: true } }));
    expect(result).toMatchObject({ verdict: 'critical', summary: 'c did not answer every call' });
  });
});

test('defrag-plan asks nobody', async () => {
  const context = { ...fakeContext(view), client: () => expect.unreachable('a member was asked') };
  expect((await runAll(defragPlan, context)).result?.verdict).toBe('ok');
});
