import { expect, test } from 'vitest';
import { EtcdError } from '../../src/collector/etcd-error.ts';
import { createTokens } from '../../src/collector/tokens.ts';

const user = { name: 'root', password: 'x' };

test('without a user nobody is asked', async () => {
  const asked = () => Promise.reject(new Error('asked'));
  expect(await createTokens(undefined).get(asked)).toBeUndefined();
});

test('many calls share one token, asked for once', async () => {
  let times = 0;
  const tokens = createTokens(user);
  const ask = async () => `token-${++times}`;
  expect(await Promise.all([tokens.get(ask), tokens.get(ask), tokens.get(ask)])).toEqual([
    'token-1',
    'token-1',
    'token-1',
  ]);
  tokens.refused('token-0');
  expect(await tokens.get(ask)).toBe('token-1');
  tokens.refused('token-1');
  tokens.refused('token-1');
  expect(await Promise.all([tokens.get(ask), tokens.get(ask)])).toEqual(['token-2', 'token-2']);
});

test('a failed try is not kept, a wrong password is not tried again for half a minute', async () => {
  let now = 0;
  let times = 0;
  const tokens = createTokens(user, () => now);
  const fail = (kind: 'auth' | 'refused') => async () => {
    times += 1;
    throw new EtcdError(kind, kind);
  };
  await expect(tokens.get(fail('refused'))).rejects.toThrow('refused');
  await expect(tokens.get(fail('auth'))).rejects.toThrow('auth');
  await expect(tokens.get(fail('auth'))).rejects.toThrow('auth');
  expect(times).toBe(2);
  now = 30_000;
  expect(await tokens.get(async () => 'good')).toBe('good');
});
