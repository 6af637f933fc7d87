import { errorMessage } from '../../text/error-message.ts';
import type { Output } from '../output.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { createQueue, type Parcel } from './queue.ts';

/** What became of one attempt: `later` may be tried again, `refused` would be refused again. `why` has no secret in it. */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'later'; readonly why: string; readonly afterMs?: number | undefined }
  | { readonly kind: 'refused'; readonly why: string };

/** Bounds of an output's patience. */
export type Patience = Backoff & {
  /** One attempt, from the name lookup to the end of the answer. */
  readonly timeoutMs: number;
  readonly queue: number;
  readonly tries: number;
  readonly ageMs: number;
  /** The longest wait that a receiver may ask for. */
  readonly longestAskedMs: number;
};

/** The patience of an output; `timeoutSeconds` is what its configuration says of one attempt. */
export const patienceWith = (timeoutSeconds: number | undefined): Patience => ({
  ...patience,
  ...(timeoutSeconds !== undefined && { timeoutMs: timeoutSeconds * 1000 }),
});

/** Where the configuration says nothing else. */
export const patience: Patience = {
  timeoutMs: 5_000,
  queue: 256,
  tries: 10,
  ageMs: 10 * 60_000,
  firstMs: 1_000,
  mostMs: 60_000,
  longestAskedMs: 120_000,
};

/** One queue to one receiver. */
export type Delivery<T> = Omit<Output, 'id' | 'take'> & { readonly take: (parcels: readonly Parcel<T>[]) => void };

export type DeliveryOptions<T> = {
  /** Parcels in one attempt. */
  readonly batch: number;
  readonly send: (contents: readonly T[], signal: AbortSignal) => Promise<Outcome>;
  readonly patience: Patience;
};

/** Sends what it is given, one attempt at a time, again after a pause where that may help, and never makes its giver wait. */
export function createDelivery<T>({ batch, send, patience: bounds }: DeliveryOptions<T>): Delivery<T> {
  const queue = createQueue<T>(bounds.queue);
  let [sent, failed, failures] = [0, 0, 0];
  let problem: string | undefined;
  let pause: NodeJS.Timeout | undefined;
  let attempt: AbortController | undefined;
  let state: 'open' | 'closing' | 'closed' = 'open';
  let onIdle: (() => void) | undefined;

  function pump(): void {
    if (pause !== undefined || attempt !== undefined || state === 'closed') return;
    failed += queue.expire(performance.now() - bounds.ageMs);
    const contents = queue.begin(batch);
    if (contents.length === 0) {
      onIdle?.();
      return;
    }
    const controller = new AbortController();
    attempt = controller;
    tryOnce(send, contents, controller, bounds.timeoutMs).then((outcome) => {
      attempt = undefined;
      if (state !== 'closed') settle(outcome);
    });
  }

  function settle(outcome: Outcome): void {
    problem = outcome.kind === 'sent' ? undefined : outcome.why;
    failures = outcome.kind === 'later' ? failures + 1 : 0;
    if (outcome.kind === 'sent') sent += queue.end();
    else if (outcome.kind === 'refused') failed += queue.end();
    else {
      failed += queue.again(bounds.tries, performance.now() - bounds.ageMs);
      // Who closes does not wait for better times.
      if (state === 'closing') onIdle?.();
      else pause = setTimeout(resume, waitMs(outcome.afterMs));
      return;
    }
    pump();
  }

  function resume(): void {
    pause = undefined;
    pump();
  }

  const waitMs = (asked = 0): number =>
    Math.max(backoffMs(failures, bounds, Math.random()), Math.min(asked, bounds.longestAskedMs));

  return {
    take(parcels) {
      if (state !== 'open') return;
      for (const parcel of parcels) queue.add(parcel, performance.now());
      pump();
    },
    delivered: () => ({ sent, failed, dropped: queue.dropped() }),
    problem: () => problem,
    async close(deadlineMs) {
      if (state !== 'open') return;
      state = 'closing';
      clearTimeout(pause);
      pause = undefined;
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, deadlineMs);
        onIdle = () => {
          clearTimeout(late);
          resolve();
        };
        pump();
      });
      state = 'closed';
      attempt?.abort();
      failed += queue.size();
    },
  };
}

/** One attempt under its deadline. A sender that minds no signal is left behind a second later. */
async function tryOnce<T>(
  send: DeliveryOptions<T>['send'],
  contents: readonly T[],
  controller: AbortController,
  timeoutMs: number,
): Promise<Outcome> {
  const late: Outcome = { kind: 'later', why: `no answer within ${timeoutMs / 1000} s` };
  const timers: NodeJS.Timeout[] = [setTimeout(() => controller.abort(), timeoutMs)];
  const left = new Promise<Outcome>((resolve) => {
    timers.push(setTimeout(() => resolve(late), timeoutMs + 1_000));
    controller.signal.addEventListener('abort', () => timers.push(setTimeout(() => resolve(late), 1_000)));
  });
  try {
    return await Promise.race([send(contents, controller.signal), left]);
  } catch (error) {
    if (controller.signal.aborted) return late;
    return { kind: 'later', why: errorMessage(error) };
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
