import { EtcdError } from './etcd-error.ts';

/** Milliseconds until `deadlineAt` (monotonic), at least 1 so that a timer still fires. */
export function timeLeft(deadlineAt: number): number {
  return Math.max(1, Math.round(deadlineAt - performance.now()));
}

/** Whether enough of a deadline is left to begin something new. */
export function hasTime(deadlineAt: number): boolean {
  return deadlineAt - performance.now() > 20;
}

/** Settles with the promise, at the latest at `at` (monotonic): what it waits for goes on. */
export async function waitUntil(at: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeLeft(at));
  });
  await Promise.race([promise, over]);
  clearTimeout(timer);
}

/** Settles with the promise, or rejects when the signal fires: what does not mind signals cannot hold anybody up. */
export function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A signal that fires with a timeout saying `late` after `deadlineMs`, or when `stop` fires; `done` ends the wait. */
export function startDeadline(deadlineMs: number, late: string, stop: AbortSignal | undefined) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new EtcdError('timeout', late)), deadlineMs);
  const onStop = () => controller.abort(new EtcdError('other', 'stopped'));
  stop?.addEventListener('abort', onStop, { once: true });
  if (stop?.aborted === true) onStop();
  const done = () => {
    clearTimeout(timer);
    stop?.removeEventListener('abort', onStop);
  };
  return { deadline: controller.signal, done };
}
