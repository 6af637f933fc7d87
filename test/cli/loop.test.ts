import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/cli/feed.ts';
import { runLoop } from '../../src/cli/loop.ts';
import { createSession } from '../../src/cli/session.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample, Source } from '../../src/model/sample.ts';
import { sampleOf } from '../model/samples.ts';

const sample = (seconds: number) => sampleOf({ seconds, members: { a: {} } });

async function* three(): AsyncGenerator<ClusterSample> {
  for (const seconds of [0, 2, 4]) yield sample(seconds);
}
const always: Source = { [Symbol.asyncIterator]: three };
const forever = new AbortController().signal;

describe('the loop', () => {
  test('survives whatever a step throws, and tells which', async () => {
    const failures: string[] = [];
    let drawn = 0;
    await runLoop(always, {
      steps: [
        { name: 'recording', take: () => Promise.reject(new Error('disk full')) },
        { name: 'drawing', take: () => void drawn++ },
      ],
      failed: (what, error) => failures.push(`${what}: ${(error as Error).message}`),
      signal: forever,
    });
    expect(drawn).toBe(3);
    expect(failures).toEqual(Array(3).fill('recording: disk full'));
  });

  test('asks a source again that broke', async () => {
    let rounds = 0;
    const breaking: Source = {
      async *[Symbol.asyncIterator]() {
        rounds += 1;
        yield sample(rounds);
        if (rounds < 3) throw new Error('socket');
      },
    };
    const taken: number[] = [];
    const failures: unknown[] = [];
    const steps = [{ name: 'take', take: ({ at }: ClusterSample) => void taken.push(at) }];
    await runLoop(breaking, { steps, failed: (what) => failures.push(what), signal: forever, retryMs: 1 });
    expect(taken).toHaveLength(3);
    expect(failures).toEqual(['polling', 'polling']);
  });

  test('passes on what no retry can mend', async () => {
    const wrong: Source = {
      // biome-ignore lint/correctness/useYield: a source that fails before its first sample
      async *[Symbol.asyncIterator]() {
        throw new UsageError('--replay', 'no recording');
      },
    };
    await expect(runLoop(wrong, { steps: [], failed: () => {}, signal: forever, retryMs: 1 })).rejects.toThrow(
      'no recording',
    );
  });

  test('ends between two samples when it is told to', async () => {
    const stop = new AbortController();
    let taken = 0;
    const steps = [
      {
        name: 'stop',
        take: () => {
          taken += 1;
          if (taken === 2) stop.abort();
        },
      },
    ];
    await runLoop(always, { steps, failed: () => {}, signal: stop.signal });
    expect(taken).toBe(2);
  });
});

describe('a session', () => {
  const feed = (source: Source, steered: string[] = []): Feed => ({
    source,
    setInterval: (seconds) => steered.push(`interval ${seconds}`),
    sampleNow: () => steered.push('now'),
    close: () => steered.push('close'),
  });

  test('records raw samples before it derives, with the marks a person dropped', async () => {
    const written: ClusterSample[] = [];
    const monitor = createMonitor({ windowSeconds: 60 });
    const session = createSession({
      monitor,
      open: async () => feed(always),
      writer: () => ({ write: (one) => written.push(one) }),
    });
    session.mark({ at: 1, text: 'here' });
    let heard = 0;
    session.subscribe(() => void heard++);
    await session.run();
    expect(written.map(({ marks }) => marks?.length ?? 0)).toEqual([1, 0, 0]);
    expect(monitor.sampleAt(0)?.marks).toEqual([{ at: 1, text: 'here' }]);
    // Three samples and the end.
    expect([heard, monitor.newest]).toEqual([4, 2]);
  });

  test('goes on without its recording and says so', async () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const writer = () => ({
      write: () => {
        throw new Error('no space');
      },
    });
    const session = createSession({ monitor, open: async () => feed(always), writer });
    await session.run();
    expect(session.problem()).toBe('recording failed: no space');
    expect(monitor.newest).toBe(2);
  });

  test('steers a feed that is not open yet, and closes it', async () => {
    const steered: string[] = [];
    const monitor = createMonitor({ windowSeconds: 60 });
    const session = createSession({ monitor, open: async () => feed(always, steered), writer: () => undefined });
    session.steer((one) => one.setInterval(5));
    await session.run();
    session.steer((one) => one.sampleNow());
    session.stop();
    expect(steered).toEqual(['interval 5', 'now', 'close']);
  });

  test('that was stopped before it was open asks nothing', async () => {
    const monitor = createMonitor({ windowSeconds: 60 });
    const steered: string[] = [];
    const session = createSession({ monitor, open: async () => feed(always, steered), writer: () => undefined });
    session.stop();
    await session.run();
    expect([monitor.newest, steered]).toEqual([-1, ['close']]);
  });
});
