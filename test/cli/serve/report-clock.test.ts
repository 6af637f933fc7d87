import { expect, test } from 'vitest';
import { readServeSettings } from '../../../src/cli/options/serve-settings.ts';
import type { Configuration } from '../../../src/cli/serve/configuration.ts';
import { reportClock } from '../../../src/cli/serve/report-clock.ts';
import { createMonitor } from '../../../src/model/monitor.ts';
import { type MemberPlan, threeAt } from '../../model/samples.ts';

/** The reports of a daemon that takes these samples, and at which of the seconds each came. */
function reports(reportEvery: string | undefined, seconds: readonly number[], c: MemberPlan | 'down' = {}) {
  const settings = readServeSettings({ reportEvery }, {}, undefined);
  const configuration = { settings, plan: {}, thresholds: undefined, outputs: {} } as unknown as Configuration;
  const monitor = createMonitor({ windowSeconds: 60 });
  const report = reportClock();
  return seconds.flatMap((at) => {
    const sample = threeAt(at, { c }, { interval: 15 });
    const entry = report.due(monitor.push(sample), sample.mono, configuration);
    return entry ? [{ at, entry }] : [];
  });
}
const times = (...of: Parameters<typeof reports>): number[] => reports(...of).map(({ at }) => at);

test('a report comes with the second sample, when there are rates, and then as often as is asked', () => {
  expect(times('30', [0, 15, 30, 45, 60, 75])).toEqual([15, 45, 75]);
});

test('a sample that is a little early is not passed over for the next one', () => {
  expect(times('30', [0, 15, 30, 44.9, 60, 74])).toEqual([15, 44.9, 74]);
});

test('nobody who does not ask for it gets one', () => {
  expect(times(undefined, [0, 15, 30, 45])).toEqual([]);
});

test('it holds the lines of check and its verdict', () => {
  const [{ entry } = { entry: undefined }] = reports('30', [0, 15], 'down');
  expect(entry).toMatchObject({ msg: 'ETCD_REPORT', level: 'info', fields: { verdict: 'unhealthy' } });
  expect(entry?.lines?.join('\n')).toMatch(/^UNHEALTHY: 1 critical.*\bmember-down\b/s);
});
