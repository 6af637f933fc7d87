import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ticks } from '../../src/collector/ticks.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

/** Ticks that take these milliseconds each, the last one for ever after; gives when each began. */
function run(durations: number[], seconds = 1) {
  const starts: number[] = [];
  let under = 0;
  const origin = performance.now();
  const clock = ticks(async () => {
    under += 1;
    expect(under).toBe(1);
    starts.push(performance.now() - origin);
    const length = durations[Math.min(starts.length, durations.length) - 1] ?? 0;
    if (length > 0) await new Promise((resolve) => setTimeout(resolve, length));
    under -= 1;
    return starts.length;
  }, seconds);
  const reading = (async () => {
    for await (const _ of clock.samples());
  })();
  return { clock, starts, reading };
}

test('the first tick begins at once, the others at the boundaries', async () => {
  const { starts, clock, reading } = run([100]);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(starts).toEqual([0, 1000, 2000, 3000]);
  clock.stop();
  await reading;
});

test('one that overruns is followed at the next boundary, never overlapped', async () => {
  const { starts, clock, reading } = run([100, 1300, 100]);
  await vi.advanceTimersByTimeAsync(5_500);
  expect(starts).toEqual([0, 1000, 3000, 4000, 5000]);
  clock.stop();
  await reading;
});

test('a sample at once moves the boundaries', async () => {
  const { starts, clock, reading } = run([10]);
  await vi.advanceTimersByTimeAsync(400);
  clock.now();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(starts).toEqual([0, 400, 1400]);
  clock.stop();
  await reading;
});

test('another interval counts from the last tick', async () => {
  const { starts, clock, reading } = run([10], 10);
  await vi.advanceTimersByTimeAsync(1_500);
  clock.setInterval(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(starts).toEqual([0, 2000, 4000]);
  clock.stop();
  await reading;
});

test('stopping ends the wait and the iteration', async () => {
  const { starts, clock, reading } = run([10], 60);
  await vi.advanceTimersByTimeAsync(100);
  clock.stop();
  await reading;
  expect(starts).toEqual([0]);
});
