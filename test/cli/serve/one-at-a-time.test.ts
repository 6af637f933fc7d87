import { expect, test } from 'vitest';
import { oneAtATime } from '../../../src/cli/serve/one-at-a-time.ts';
import { eventually } from '../../lab/wait.ts';

test('calls that come while one is under way become one more afterwards, never two at once', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const call = oneAtATime((why) => {
    begun.push(why);
    return new Promise((resolve) => ends.push(resolve));
  });
  for (const why of ['first', 'second', 'third']) call(why);
  expect(begun).toEqual(['first']);
  ends.shift()?.();
  await eventually(() => begun.length === 2);
  expect(begun).toEqual(['first', 'third']);
  ends.shift()?.();
  await eventually(() => {
    call('later');
    return begun.length === 3;
  });
  expect(begun.at(-1)).toBe('later');
});
