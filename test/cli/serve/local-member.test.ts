import { describe, expect, test } from 'vitest';
import { isHere, localMemberId } from '../../../src/cli/serve/local-member.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { idOf, threeAt } from '../../model/samples.ts';

const here = new Set(['cp-1', '10.0.0.11', 'fd00::11']);
const given = ['https://127.0.0.1:2379'];

/** Three members that answered at these endpoints. */
function answering(...endpoints: string[]): ClusterSample {
  const sample = threeAt(0);
  return { ...sample, members: sample.members.map((one, index) => ({ ...one, endpoint: endpoints[index] ?? '' })) };
}

describe('the member on this host', () => {
  test('is the one that answers where it was given', () =>
    expect(localMemberId(answering('https://10.0.0.12:2379', 'https://127.0.0.1:2379'), given, here)).toBe(idOf('b')));

  test('is it also when another address of this host was quicker', () =>
    expect(localMemberId(answering('https://10.0.0.12:2379', 'https://10.0.0.11:2379'), given, here)).toBe(idOf('b')));

  test('is nobody where another port or another host answers', () => {
    expect(localMemberId(answering('https://10.0.0.11:2479'), given, here)).toBeUndefined();
    expect(localMemberId(answering('https://10.0.0.12:2379'), given, here)).toBeUndefined();
    expect(localMemberId(answering('https://10.0.0.12:2379'), ['https://10.0.0.12:2379'], here)).toBeUndefined();
  });

  test('is that of the first given endpoint of this host that answers', () => {
    const sample = answering('https://10.0.0.11:2379', 'https://10.0.0.12:2379', 'https://10.0.0.13:2379');
    const of = (...endpoints: string[]) => localMemberId(sample, endpoints, here);
    expect(of('https://10.0.0.11:2379')).toBe(idOf('a'));
    expect(of('https://10.0.0.12:2379', 'https://10.0.0.11:2379')).toBe(idOf('a'));
    expect(of('https://10.0.0.12:2379')).toBeUndefined();
  });
});

test('this host has loopback addresses, those of its interfaces, and its name', () => {
  for (const host of ['127.0.0.1', '127.7.7.7', 'localhost', '[::1]', 'CP-1', '[fd00::11]'])
    expect(isHere(host, here)).toBe(true);
  for (const host of ['10.0.0.12', 'cp-10', '[::2]', '127.example.org']) expect(isHere(host, here)).toBe(false);
});
