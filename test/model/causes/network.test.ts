import { expect, test } from 'vitest';
import { hostOf, portOf } from '../../../src/model/causes/network.ts';
import { viewOf } from '../checks/said.ts';
import { threeAt } from '../samples.ts';

test.each([
  ['https://10.0.0.11:12379', '12379'],
  ['http://[fd00::2]:2381/metrics', '2381'],
  ['http://[fd00::2]', '2379'],
  ['https://cp-1', '2379'],
  [undefined, '2379'],
])('a command names the port of %s', (url, port) => {
  expect(portOf(url, 2379)).toBe(port);
});

test.each([
  ['https://10.0.0.11:2380', '10.0.0.11'],
  ['https://[fd00::2]:2380', 'fd00::2'],
  ['https://cp-1', 'cp-1'],
  [undefined, 'c'],
])('a command names the host of %s as ping takes it', (url, host) => {
  const [member] = viewOf([threeAt(0)]).members.filter(({ label }) => label === 'c');
  if (!member) throw new Error('no member c');
  const peerUrls = url === undefined ? [] : [url];
  expect(hostOf({ ...member, sample: { ...member.sample, peerUrls } })).toBe(host);
});
