import { expect, test } from 'vitest';
import { boundedChecks } from '../../../src/model/checks.ts';
import { levelsWith } from '../../../src/model/read-metric.ts';
import { metricIds, registry } from '../../../src/model/registry.ts';

test('bounds by the id of a check reach the metric that it judges', () => {
  const judged = metricIds.filter((id) => registry[id].check || registry[id].judgedBy);
  expect(judged.length).toBeGreaterThan(15);
  for (const id of judged) {
    const check = registry[id].check?.id ?? registry[id].judgedBy;
    if (!check) throw new Error(id);
    expect(levelsWith({ checks: { [check]: { warning: 123 } } })(id)?.warning).toBe(123);
    expect(boundedChecks).toContain(check);
  }
});

test('what is a yes or no has no bounds', () => {
  for (const id of ['quorum-lost', 'no-leader', 'alarm-nospace', 'member-down'] as const)
    expect(boundedChecks).not.toContain(id);
});

test('a share in use, or a time left, is bad when it is small', () => {
  for (const id of ['dbInUseRatio', 'secondsToQuota'] as const)
    expect(levelsWith({ metrics: { [id]: { warning: 1 } } })(id)).toEqual({ warning: 1, below: true });
});
