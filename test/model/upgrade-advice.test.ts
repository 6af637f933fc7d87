import { expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { withUpgradeAdvice } from '../../src/model/upgrade-advice.ts';
import { judge } from '../../src/model/verdict.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { pageAfter, threeAt } from './samples.ts';

function viewOf(...versions: readonly string[]): ClusterView {
  const members = versions.map((version, at) => ['abc'[at] ?? '', { status: { version }, page: pageAfter(0) }]);
  return createMonitor({ windowSeconds: 60 }).push(threeAt(0, Object.fromEntries(members)));
}
const added = (view: ClusterView) => withUpgradeAdvice(view).findings.slice(view.findings.length);

test('what must be done before 3.6 is told once, with its source and date, and makes nothing degraded', () => {
  const view = viewOf('3.5.25', '3.5.16', '3.5.26');
  expect(added(view)).toMatchObject([
    {
      ...{ check: 'version-advisory', severity: 'info', subject: 'cluster' },
      text: 'before an upgrade to 3.6 bring all members to 3.5.26 or later: from earlier releases removed members can come back',
      source: 'etcd.io/blog/2025/zombie_members_upgrade (2025-12-21)',
    },
  ]);
  const same = viewOf('3.5.16', '3.5.16', '3.5.16');
  expect(judge(withUpgradeAdvice(same), 'warning')).toEqual({ verdict: 'healthy', exitCode: 0 });
  expect(same.alerts).toEqual([]);
});

test('from 3.4 the way leads over 3.5', () => {
  for (const view of [viewOf('3.4.23', '3.4.23', '3.4.23'), viewOf('3.4.34', '3.5.30', '3.5.30')])
    expect(added(view)).toMatchObject([{ text: expect.stringMatching(/^upgrade one minor release at a time/) }]);
});

test.each([
  ['releases from which 3.6 is safe', viewOf('3.5.26', '3.5.33', '3.5.33')],
  ['3.6 and later', viewOf('3.6.0', '3.7.1', '3.7.1')],
  ['an upgrade that has begun: then it is a warning', viewOf('3.5.16', '3.5.16', '3.6.1')],
  ['a release that is bad itself', viewOf('3.5.1', '3.5.16', '3.5.16')],
  ["others' rules", { ...viewOf('3.5.16', '3.5.16', '3.5.16'), rules: 'mixin' as const }],
  ['versions that nobody tells', { ...viewOf(), versions: [] }],
])('no advice: %s', (_, view) => expect(added(view)).toEqual([]));
