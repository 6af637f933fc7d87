import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQueue, type Parcel } from '../../../src/serve/outputs/queue.ts';

type Letter = Parcel<string>['occasion'];

const parcel = (key: string, occasion: Letter): Parcel<string> => ({
  ...{ key, occasion, state: occasion === 'cleared' ? 'resolved' : 'firing' },
  content: `${key} ${occasion}`,
});

function filled(limit: number, ...parcels: readonly [string, Letter][]) {
  const queue = createQueue<string>(limit);
  for (const [key, occasion] of parcels) queue.add(parcel(key, occasion), 0);
  return queue;
}

describe('a full queue', () => {
  test('lets repeats go first', () => {
    const queue = filled(3, ['a', 'raised'], ['b', 'repeated'], ['c', 'raised'], ['d', 'raised']);
    expect(queue.begin(9)).toEqual(['a raised', 'c raised', 'd raised']);
    expect(queue.dropped()).toBe(1);
  });

  test('then the oldest', () => {
    const queue = filled(2, ['a', 'raised'], ['b', 'raised'], ['c', 'raised']);
    expect(queue.begin(9)).toEqual(['b raised', 'c raised']);
  });

  test('tells nobody that an alert is over whose begin was left out', () => {
    const queue = filled(3, ['a', 'raised'], ['a', 'worse'], ['a', 'cleared'], ['b', 'raised']);
    expect(queue.begin(9)).toEqual(['b raised']);
    expect(queue.dropped()).toBe(3);
  });

  test('keeps the end of an alert of which something was heard', () => {
    const queue = filled(2, ['a', 'worse'], ['a', 'cleared'], ['b', 'raised']);
    expect(queue.begin(9)).toEqual(['a cleared', 'b raised']);
  });

  test('leaves what is under way', () => {
    const queue = filled(2, ['a', 'repeated'], ['b', 'raised']);
    queue.begin(1);
    queue.add(parcel('c', 'raised'), 0);
    expect(queue.end()).toBe(1);
    expect(queue.begin(9)).toEqual(['c raised']);
  });
});

test('a repeat of what is still to be said is no loss', () => {
  const queue = filled(9, ['a', 'raised'], ['a', 'repeated'], ['a', 'cleared'], ['a', 'repeated']);
  expect(queue.begin(9)).toEqual(['a raised', 'a cleared', 'a repeated']);
  expect(queue.dropped()).toBe(0);
});

test('what was tried too often or is too old is given up, with the end that nobody needs then', () => {
  const queue = createQueue<string>(9);
  queue.add(parcel('a', 'raised'), 10);
  queue.add(parcel('a', 'cleared'), 20);
  queue.add(parcel('b', 'raised'), 30);
  queue.begin(1);
  expect(queue.again(2, 0)).toBe(0);
  queue.begin(1);
  expect(queue.again(2, 0)).toBe(2);
  expect(queue.expire(31)).toBe(1);
  expect(queue.size()).toBe(0);
});

test('whatever comes and goes, it is bounded and nobody hears of an end before the begin', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    deed: fc.constantFrom('say', 'say', 'say', 'end', 'again', 'begin', 'expire'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), (steps, limit) => {
      const queue = createQueue<Parcel<string>>(limit);
      const active = new Set<string>();
      const heard = new Set<string>();
      let underWay: readonly Parcel<string>[] = [];
      let [taken, gone] = [0, 0];
      for (const [now, { key, deed }] of steps.entries()) {
        if (deed === 'say') {
          const occasion = active.has(key) ? 'cleared' : 'raised';
          if (occasion === 'raised') active.add(key);
          else active.delete(key);
          const { content: _, ...rest } = parcel(key, occasion);
          queue.add({ ...rest, content: parcel(key, occasion) }, now);
          taken += 1;
        } else if (deed === 'begin' && underWay.length === 0) underWay = queue.begin(2);
        else if (deed === 'end') {
          for (const one of underWay) {
            if (one.state === 'firing') heard.add(one.key);
            else expect(heard.delete(one.key)).toBe(true);
          }
          gone += queue.end();
          underWay = [];
        } else if (deed === 'again' && underWay.length > 0) {
          gone += queue.again(3, now - 50);
          underWay = [];
        } else if (deed === 'expire' && underWay.length === 0) gone += queue.expire(now - 50);
        expect(queue.size()).toBeLessThanOrEqual(Math.max(limit, 2));
        expect(queue.size() + queue.dropped() + gone).toBe(taken);
      }
    }),
  );
});
