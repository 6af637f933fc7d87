import { describe, expect, test } from 'vitest';
import { createDelivery, type Outcome, type Patience, patience } from '../../../src/serve/outputs/delivery.ts';
import type { Parcel } from '../../../src/serve/outputs/queue.ts';
import { eventually, sleep } from '../../lab/wait.ts';

const hasty: Patience = { ...patience, timeoutMs: 200, firstMs: 5, mostMs: 20, tries: 3 };
const later: Outcome = { kind: 'later', why: 'broken' };
const sent: Outcome = { kind: 'sent' };

const parcel = (key: string, occasion: Parcel<string>['occasion'] = 'raised'): Parcel<string> => ({
  ...{ key, occasion, state: occasion === 'cleared' ? 'resolved' : 'firing' },
  content: `${key} ${occasion}`,
});

/** A delivery to a receiver that answers as told, and what it was sent. */
function deliveryTo(
  answer: (attempt: number, signal: AbortSignal) => Outcome | Promise<Outcome>,
  changes: Partial<Patience> = {},
) {
  const attempts: string[][] = [];
  let atOnce = 0;
  let most = 0;
  const delivery = createDelivery<string>({
    batch: 2,
    patience: { ...hasty, ...changes },
    async send(contents, signal) {
      attempts.push([...contents]);
      most = Math.max(most, ++atOnce);
      try {
        return await answer(attempts.length, signal);
      } finally {
        atOnce -= 1;
      }
    },
  });
  return { delivery, attempts, most: () => most };
}

describe('a delivery', () => {
  test('sends in order, in batches, one attempt at a time', async () => {
    const { delivery, attempts, most } = deliveryTo(async () => {
      await sleep(5);
      return sent;
    });
    delivery.take([parcel('a'), parcel('b'), parcel('c')]);
    delivery.take([parcel('a', 'cleared')]);
    await eventually(() => delivery.delivered().sent === 4);
    expect(attempts.flat()).toEqual(['a raised', 'b raised', 'c raised', 'a cleared']);
    expect(attempts.every((batch) => batch.length <= 2)).toBe(true);
    expect(most()).toBe(1);
    await delivery.close(0);
  });

  test('tries again what may work later, and forgets the problem then', async () => {
    const problems: (string | undefined)[] = [];
    const { delivery } = deliveryTo((attempt) => {
      problems.push(delivery.problem());
      return attempt < 3 ? later : sent;
    });
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().sent === 1);
    expect(problems).toEqual([undefined, 'broken', 'broken']);
    expect(delivery.problem()).toBeUndefined();
    await delivery.close(0);
  });

  test('gives up after so many tries', async () => {
    const { delivery, attempts } = deliveryTo(() => later);
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().failed === 1);
    expect(attempts).toHaveLength(3);
    await delivery.close(0);
  });

  test('gives up what is too old', async () => {
    const { delivery } = deliveryTo(() => later, { tries: 1_000_000, ageMs: 50 });
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().failed === 1);
    await delivery.close(0);
  });

  test('sends what is refused only once', async () => {
    const { delivery, attempts } = deliveryTo((attempt) => (attempt === 1 ? { kind: 'refused', why: 'bad' } : sent));
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().failed === 1);
    expect(delivery.problem()).toBe('bad');
    delivery.take([parcel('b')]);
    await eventually(() => delivery.delivered().sent === 1);
    expect(attempts).toEqual([['a raised'], ['b raised']]);
    await delivery.close(0);
  });

  test('waits as long as it is asked to, within bounds', async () => {
    const asks: Outcome = { ...later, afterMs: 3_600_000 };
    const { delivery, attempts } = deliveryTo((attempt) => (attempt === 1 ? asks : sent), { longestAskedMs: 300 });
    const begun = performance.now();
    delivery.take([parcel('a')]);
    await eventually(() => attempts.length === 2);
    expect(performance.now() - begun).toBeGreaterThan(290);
    await delivery.close(0);
  });

  test('is bounded and never waits while the receiver hangs', async () => {
    const { delivery, attempts } = deliveryTo(() => new Promise(() => undefined), { timeoutMs: 60_000, queue: 16 });
    for (let n = 0; n < 1_000; n += 1) delivery.take([parcel(`alert ${n}`)]);
    expect(delivery.delivered()).toEqual({ sent: 0, failed: 0, dropped: 1_000 - 16 });
    expect(attempts).toHaveLength(1);
    await delivery.close(10);
    expect(delivery.delivered().failed).toBe(16);
  });

  test('leaves a sender behind that minds no signal', async () => {
    const { delivery } = deliveryTo((attempt) => (attempt === 1 ? new Promise(() => undefined) : sent), {
      timeoutMs: 20,
    });
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().sent === 1);
    await delivery.close(0);
  });

  test('survives a sender that throws', async () => {
    const { delivery } = deliveryTo((attempt) => {
      if (attempt === 1) throw new Error('thrown');
      return sent;
    });
    delivery.take([parcel('a')]);
    await eventually(() => delivery.delivered().sent === 1);
    await delivery.close(0);
  });
});

describe('closing', () => {
  test('sends what is queued', async () => {
    const { delivery, attempts } = deliveryTo(() => sent);
    delivery.take([parcel('a'), parcel('b'), parcel('c')]);
    await delivery.close(5_000);
    expect(attempts.flat()).toHaveLength(3);
    expect(delivery.delivered()).toEqual({ sent: 3, failed: 0, dropped: 0 });
  });

  test('cuts a pause short, tries once more and counts what is left', async () => {
    const { delivery, attempts } = deliveryTo(() => later, { firstMs: 60_000, mostMs: 60_000 });
    delivery.take([parcel('a')]);
    await eventually(() => delivery.problem() !== undefined);
    await delivery.close(60_000);
    expect(attempts).toHaveLength(2);
    expect(delivery.delivered().failed).toBe(1);
  });

  test('ends the attempt that is under way at its deadline', async () => {
    let aborted = false;
    const { delivery } = deliveryTo(
      (_, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          }),
        ),
      { timeoutMs: 60_000 },
    );
    delivery.take([parcel('a')]);
    await delivery.close(20);
    expect(aborted).toBe(true);
    expect(delivery.delivered()).toEqual({ sent: 0, failed: 1, dropped: 0 });
    delivery.take([parcel('b')]);
    expect(delivery.delivered()).toEqual({ sent: 0, failed: 1, dropped: 0 });
  });
});
