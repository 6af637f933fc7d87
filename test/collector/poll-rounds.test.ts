import { expect, test } from 'vitest';
import type { ListedMember } from '../../src/collector/etcd-client.ts';
import { createPollRounds } from '../../src/collector/poll-rounds.ts';
import type { MemberSample } from '../../src/model/sample.ts';

const member = (id: string): ListedMember => ({ id, name: id, peerUrls: [], clientUrls: [], learner: false });
const members = [member('a'), member('b')];

function sampleOf(id: string, kind?: 'timeout' | 'refused'): MemberSample {
  const row = { id, name: id, peerUrls: [], clientUrls: [], endpoint: '', learner: false };
  const error = kind && { kind, text: kind };
  return { ...row, ...(error && { statusError: error }), metricsError: { kind: 'other', text: '-' } };
}

/** `a` answers at once; `b` when it is told to. */
function rounds() {
  const waiting: ((sample: MemberSample) => void)[] = [];
  const asked: string[] = [];
  const one = createPollRounds(async ({ id }) => {
    asked.push(id);
    return id === 'a' ? sampleOf(id) : new Promise((resolve) => waiting.push(resolve));
  });
  const take = (listed = members) => {
    const now = performance.now();
    return one.take(listed, { deadlineAt: now + 10_000, graceAt: now + 50 });
  };
  return { ...one, asked, take, answer: (kind?: 'timeout' | 'refused') => waiting.shift()?.(sampleOf('b', kind)) };
}

const kinds = (samples: readonly MemberSample[]) => samples.map(({ statusError }) => statusError?.kind);

test('a member is waited for until it did not answer; then the others are not kept waiting, and the question stays open', async () => {
  const { take, answer, asked, carriesOver } = rounds();
  const first = take();
  answer('timeout');
  expect(kinds(await first)).toEqual([undefined, 'timeout']);
  expect(kinds(await take())).toEqual([undefined, 'timeout']);
  expect(carriesOver()).toBe(false);
  expect(kinds(await take([member('a'), { ...member('b'), name: 'renamed' }]))).toEqual([undefined, 'timeout']);
  expect(carriesOver()).toBe(true);
  expect(asked).toEqual(['a', 'b', 'a', 'b', 'a']);
  const fourth = take();
  answer();
  expect(kinds(await fourth)).toEqual([undefined, undefined]);
});

test('one that answered late is waited for again', async () => {
  const { take, answer } = rounds();
  const first = take();
  answer('timeout');
  await first;
  await take();
  answer();
  await new Promise((resolve) => setTimeout(resolve));
  let done = false;
  const third = take().then((samples) => {
    done = true;
    return samples;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(done).toBe(false);
  answer('refused');
  expect(kinds(await third)).toEqual([undefined, 'refused']);
});
