import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EtcdClient } from '../../src/collector/etcd-client.ts';
import { EtcdError } from '../../src/collector/etcd-error.ts';
import { createSlowClock } from '../../src/collector/slow-clock.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** A clock over members whose next read takes so many seconds, or fails. */
function over(reads: Record<string, number | Error>) {
  const asked: string[] = [];
  const clock = createSlowClock(30, 5_000, new AbortController().signal);
  const reader = (id: string) => {
    const read = async () => {
      asked.push(id);
      const seconds = reads[id] ?? 0;
      if (seconds instanceof Error) throw seconds;
      return { seconds, revision: 1n };
    };
    return { id, client: { read } as unknown as EtcdClient };
  };
  /** Ticks each second for so long, with these members up. */
  const run = async (seconds: number, up = Object.keys(reads)) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.tick(up.map(reader));
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(1_000);
    }
  };
  return { asked, clock, run, reads };
}

test('members are asked in turn, one every half minute', async () => {
  const { asked, run } = over({ a: 0.001, b: 0.001 });
  await run(95);
  expect(asked).toEqual(['a', 'b', 'a', 'b']);
});

test('a member whose read failed or was slow is asked again soon, until it is well', async () => {
  const { asked, run, reads, clock } = over({ a: new EtcdError('reset', 'gone'), b: 0.001 });
  await run(11);
  expect(asked).toEqual(['a', 'a', 'a']);
  expect(clock.of('a')?.error?.text).toBe('gone');
  reads.a = 0.7;
  await run(5);
  reads.a = 0.001;
  await run(5);
  expect(asked).toEqual(['a', 'a', 'a', 'a', 'a']);
  expect(clock.of('a')).toMatchObject({ seconds: 0.001 });
  await run(30);
  expect(asked.slice(5)).toEqual(['b']);
});

test('one that is down meanwhile is asked as soon as it is back', async () => {
  const { asked, run, reads, clock } = over({ a: new EtcdError('reset', 'gone'), b: 0.001 });
  await run(1);
  await run(40, ['b']);
  reads.a = 0.001;
  await run(2);
  expect(asked).toEqual(['a', 'b', 'a']);
  expect(clock.of('a')?.error).toBeUndefined();
});
