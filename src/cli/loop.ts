import type { ClusterSample, Source } from '../model/sample.ts';
import { UsageError } from './usage-error.ts';

/** What is done with each sample, in order: recording, model, notification. */
export type Step = { readonly name: string; readonly take: (sample: ClusterSample) => void | Promise<void> };

export type LoopOptions = {
  readonly steps: readonly Step[];
  /** A step or the source failed; the loop goes on. */
  readonly failed: (what: string, error: unknown) => void;
  readonly signal: AbortSignal;
  /** A source that breaks is asked again after this many ms; undefined ends the loop with it. */
  readonly retryMs?: number | undefined;
};

/** The one loop of top, check and record: takes samples until the source ends or the signal aborts, whatever a step throws. */
export async function runLoop(source: Source, { steps, failed, signal, retryMs }: LoopOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const sample of source) {
        if (signal.aborted) return;
        await takeSteps(sample, steps, failed);
        if (signal.aborted) return;
      }
      return;
    } catch (error) {
      if (error instanceof UsageError || retryMs === undefined) throw error;
      failed('polling', error);
      await pause(retryMs, signal);
    }
  }
}

async function takeSteps(sample: ClusterSample, steps: readonly Step[], failed: LoopOptions['failed']): Promise<void> {
  for (const { name, take } of steps) {
    try {
      await take(sample);
    } catch (error) {
      failed(name, error);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
