import { hostname } from 'node:os';
import { expect, test, vi } from 'vitest';
import { hostNames, isHere } from '../../../src/cli/serve/local-member.ts';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  networkInterfaces: () => {
    throw new Error('uv_interface_addresses returned Unknown system error 97');
  },
}));

test('a sandbox without netlink leaves the name of the host and loopback', () => {
  const here = hostNames();
  expect([...here]).toEqual([hostname().toLowerCase()]);
  expect(isHere('127.0.0.1', here)).toBe(true);
});
