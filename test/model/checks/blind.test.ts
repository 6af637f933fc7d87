import { expect, test } from 'vitest';
import type { CheckId } from '../../../src/model/check-id.ts';
import { checks } from '../../../src/model/checks.ts';
import { createMonitor } from '../../../src/model/monitor.ts';
import { registry } from '../../../src/model/registry.ts';
import { pageAfter, threeAt } from '../samples.ts';

const apiAlone: readonly CheckId[] = [
  'alarm-nospace',
  'alarm-corrupt',
  'version-skew',
  'quorum-lost',
  'no-leader',
  'even-members',
];

/** The checks that say they can look nowhere, while each member answers in one way. */
function blindWith(answers: { readonly status: false } | { readonly page: false }) {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (const seconds of [0, 2]) {
    const member = { page: pageAfter(seconds), ...answers };
    monitor.push(threeAt(seconds, { a: member, b: member, c: member }));
  }
  const blind = monitor.latest?.blind ?? [];
  return apiAlone.filter((id) => blind.some(({ check, subject }) => check === id && subject === 'cluster'));
}

test('what the API alone tells is not passed where only metrics answer', () => {
  expect(blindWith({ status: false })).toEqual(apiAlone);
  expect(blindWith({ page: false })).toEqual([]);
});

test('a check whose manual names one metric alone shows its values', () => {
  const alone = checks.filter(({ reads }) => Object.hasOwn(registry, reads));
  expect(alone.length).toBeGreaterThan(10);
  for (const { metric, reads } of alone) expect(metric).toBe(reads);
});
