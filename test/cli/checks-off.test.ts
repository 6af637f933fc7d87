import { expect, test } from 'vitest';
import { checksOff } from '../../src/cli/checks-off.ts';

test('a check is off when the configuration says so', () => {
  expect(checksOff(undefined, 'etcdoc').size).toBe(0);
  const off = checksOff({ checks: { 'write-load': false, 'clock-skew': { warning: 2 } } }, 'etcdoc');
  expect([...off]).toEqual([['write-load', 'switched off in the configuration']]);
});

test('a rule set judges only what it has rules for', () => {
  const off = checksOff({ checks: { 'wal-fsync-p99': false } }, 'mixin');
  expect(off.get('slow-apply')).toBe('the rule set mixin has no such rule');
  expect(off.get('wal-fsync-p99')).toBe('switched off in the configuration');
  expect(off.has('quorum-lost')).toBe(false);
});
