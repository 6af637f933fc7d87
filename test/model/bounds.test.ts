import { expect, test } from 'vitest';
import { boundsOf, changedBounds } from '../../src/model/bounds.ts';
import { registry } from '../../src/model/registry.ts';

test('a view carries the bounds that were changed, whole, and the registry has the others', () => {
  const bounds = changedBounds({ metrics: { walFsyncP99: { warning: 0.06 } } });
  expect(bounds).toEqual({ walFsyncP99: { ...registry.walFsyncP99.levels, warning: 0.06 } });
  expect(boundsOf({ bounds }, 'walFsyncP99')?.warning).toBe(0.06);
  expect(boundsOf({ bounds }, 'backendCommitP99')).toEqual(registry.backendCommitP99.levels);
  expect(changedBounds({ checks: { learner: false } })).toBeUndefined();
});

test('bounds that were given by check are those of its metric on the screen too', () => {
  const bounds = changedBounds({ checks: { 'wal-fsync-p99': { warning: 0.06 }, 'backend-commit-p99': false } });
  expect(bounds).toEqual({ walFsyncP99: { ...registry.walFsyncP99.levels, warning: 0.06 } });
});
