import { expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { table } from '../../src/report/table.ts';
import { threeAt } from './samples.ts';

const notice = 'TLS files changed but cannot be used yet';

test('a notice of the collector is one event for as long as it holds, and one when it is over', () => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (let second = 0; second < 10; second += 2)
    monitor.push({ ...threeAt(second), notices: second >= 2 && second < 8 ? [notice] : undefined });
  const lines = monitor.latest?.events.map(({ kind, text }) => `${kind} ${text}`).reverse();
  expect(lines?.slice(1)).toEqual([`WARN ${notice}`, `OK over: ${notice}`]);
});

test('reports say it while it holds', () => {
  const view = createMonitor({ windowSeconds: 60 }).push({ ...threeAt(0), notices: [notice] });
  expect(table.open({ failOn: 'warning' })(view)).toContain(`?    ${notice}`);
});
