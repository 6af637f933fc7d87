import { isDue } from '../../model/due.ts';
import { judge } from '../../model/verdict.ts';
import type { ClusterView } from '../../model/view.ts';
import { checkText } from '../../report/check-text.ts';
import type { LogEntry } from '../../report/log-line.ts';
import { checksOff } from '../checks-off.ts';
import type { Configuration } from './configuration.ts';

/** The report of `check` among the lines, once there are rates and then on a clock of its own; never unless it is asked for. */
export function reportClock() {
  let samples = 0;
  let last: number | undefined;
  return {
    due(view: ClusterView, mono: number, { settings, thresholds, plan }: Configuration): LogEntry | undefined {
      samples += 1;
      const seconds = settings.reportSeconds;
      if (seconds === undefined || samples < 2) return undefined;
      if (!isDue(mono, last, seconds, settings.intervalSeconds)) return undefined;
      last = mono;
      const off = checksOff(thresholds, settings.rules);
      const report = checkText.open({ failOn: 'critical', distribution: plan.distribution, off })(view);
      const { verdict } = judge(view);
      const fields = { verdict, message: `report: ${verdict}` };
      const lines = report.trimEnd().split('\n');
      return { at: view.at, level: 'info', msg: 'ETCD_REPORT', fields, text: `report: ${verdict}`, lines };
    },
  };
}
