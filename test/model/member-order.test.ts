import { expect, test } from 'vitest';
import { inOrder } from '../../src/model/derive/member-order.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { memberView } from '../ui/views.ts';
import { beginning, memberOf, sampleOf } from './samples.ts';

test('members stand in the order in which a person counts, those without a name last', () => {
  const names = ['cp-10', '', 'cp-2', 'cp-1'];
  const members = names.map((name) => {
    const member = memberView(name || '8e9e05c5');
    return { ...member, sample: { ...member.sample, name } };
  });
  expect(inOrder(members).map(({ label }) => label)).toEqual(['cp-1', 'cp-2', 'cp-10', '8e9e05c5']);
});

test('the view has them in that order, whatever the order of the member list', () => {
  const sample = sampleOf({ seconds: 0, members: {} });
  const members = ['m10', 'm2', 'm1'].map((name, at) => memberOf('a', { id: `${at + 1}`, name }, sample.mono));
  const view = createMonitor({ windowSeconds: 60 }).push({ ...sample, members });
  expect(view.at).toBe(beginning);
  expect(view.members.map(({ label }) => label)).toEqual(['m1', 'm2', 'm10']);
});
