import { checkIds } from '../model/check-id.ts';
import { errorKinds } from '../model/sample.ts';
import { counter, type Family, gauge, one, states } from '../report/exposition-family.ts';
import { subjectLabels } from '../report/exposition-judged.ts';
import { metricOfCheck } from '../report/metric-of-check.ts';
import { type Board, countedAs } from './board.ts';
import { processFamilies } from './exposition-process.ts';
import type { ProcessNumbers } from './process-numbers.ts';
import { statusOf } from './status.ts';
import type { Traffic } from './traffic.ts';

/** Information is no alert. */
const alertSeverities = ['warning', 'critical'] as const;

type Own = { readonly version: string; readonly traffic: Traffic; readonly process: ProcessNumbers };

/** What the daemon says of itself: its alerts, its loop, its outputs, its listener, its process. */
export function ownFamilies(board: Board, own: Own): readonly Family[] {
  return [
    gauge('etcdoc_build_info', 'What runs; always 1.', [[{ version: own.version, node_version: process.version }, 1]]),
    gauge(
      'etcdoc_status',
      'The cluster in the word of /health.',
      states('status', ['initializing', 'healthy', 'unhealthy', 'stale'], statusOf(board)),
    ),
    ...alertFamilies(board),
    ...loopFamilies(board),
    ...outputFamilies(board),
    ...trafficFamilies(own.traffic),
    ...processFamilies(own.process),
    ...formerFamilies(board),
  ];
}

function alertFamilies({ firing, totals }: Board): readonly Family[] {
  return [
    gauge(
      'etcdoc_alert_active',
      'Alerts that fire; no series for those that do not.',
      firing
        .filter(({ state }) => state === 'firing')
        .map(({ alert, severity }) => [{ check: alert.check, severity, ...subjectLabels(alert) }, 1]),
    ),
    counter(
      'etcdoc_alerts_total',
      'Alerts raised; each once, however often it was repeated.',
      // Each from 0 on, so that the first alert is an increase too.
      checkIds.flatMap((check) =>
        alertSeverities.map(
          (severity) => [{ check, severity }, totals.alerts.get(countedAs(check, severity)) ?? 0] as const,
        ),
      ),
    ),
  ];
}

function loopFamilies(board: Board): readonly Family[] {
  const { sample, intervalSeconds, totals } = board;
  return [
    one('etcdoc_interval_seconds', 'Time between two samples.', intervalSeconds),
    counter('etcdoc_samples_total', 'Samples taken.', [[{}, totals.samples]]),
    one(
      'etcdoc_last_sample_timestamp_seconds',
      'When the last sample was taken, whatever it found.',
      sample && sample.at / 1000,
    ),
    one(
      'etcdoc_silent_seconds',
      'Time since the last sample, or since the start before the first.',
      board.silentSeconds(),
    ),
    counter(
      'etcdoc_scrape_errors_total',
      'Polls of a member that failed, by kind of error.',
      errorKinds.map((kind) => [{ kind }, totals.scrapeErrors.get(kind) ?? 0]),
    ),
    counter('etcdoc_loop_errors_total', 'Steps of the loop that failed.', [[{}, totals.loopErrors]]),
    counter('etcdoc_reloads_total', 'Reloads of the configuration, by result.', [
      [{ result: 'ok' }, totals.reloads.ok],
      [{ result: 'failed' }, totals.reloads.failed],
    ]),
  ];
}

function outputFamilies({ totals }: Board): readonly Family[] {
  return [
    counter('etcdoc_lines_dropped_total', 'Alert lines that a full pipe on stdout swallowed.', [
      [{}, totals.linesDropped],
    ]),
    counter(
      'etcdoc_output_notices_total',
      'Notices by output: sent, failed after every retry, dropped from a full queue.',
      [...totals.outputs].flatMap(([output, { sent, failed, dropped }]) => [
        [{ output, result: 'sent' }, sent] as const,
        [{ output, result: 'failed' }, failed] as const,
        [{ output, result: 'dropped' }, dropped] as const,
      ]),
    ),
  ];
}

function trafficFamilies({ answered, refused, openConnections }: Traffic): readonly Family[] {
  return [
    counter(
      'etcdoc_http_requests_total',
      'Requests answered, by page and status.',
      [...answered].map(([key, count]) => {
        const [page = '', code = ''] = key.split(' ');
        return [{ page, code }, count];
      }),
    ),
    counter(
      'etcdoc_http_refused_total',
      'Requests and connections turned away, by reason.',
      [...refused].map(([reason, count]) => [{ reason }, count]),
    ),
    one('etcdoc_http_connections', 'Open connections to this listener.', openConnections),
  ];
}

/** The names under which the etcdoc written in Go counted, for dashboards that know them. */
function formerFamilies({ totals, view }: Board): readonly Family[] {
  const byMetric = new Map<string, number>(checkIds.map((check) => [metricOfCheck(check), 0]));
  for (const check of checkIds) {
    const metric = metricOfCheck(check);
    const count = alertSeverities.reduce(
      (sum, severity) => sum + (totals.alerts.get(countedAs(check, severity)) ?? 0),
      0,
    );
    byMetric.set(metric, (byMetric.get(metric) ?? 0) + count);
  }
  const answeredAt = (view?.members ?? []).flatMap(({ ageSeconds }) =>
    view === undefined || ageSeconds === undefined ? [] : [view.at / 1000 - ageSeconds],
  );
  const scrapeErrors = [...totals.scrapeErrors.values()].reduce((sum, count) => sum + count, 0);
  return [
    counter('etcd_reliability_scrape_errors_total', 'Polls of a member that failed.', [[{}, scrapeErrors]]),
    counter('etcd_reliability_eval_errors_total', 'Steps of the loop that failed.', [[{}, totals.loopErrors]]),
    counter(
      'etcd_reliability_alerts_dispatched_total',
      'Alerts raised, by metric, or by check where it looks at no single metric.',
      [...byMetric].map(([metric, count]) => [{ metric }, count]),
    ),
    one(
      'etcd_reliability_last_success_timestamp_seconds',
      'When a member last answered.',
      answeredAt.length === 0 ? undefined : Math.max(...answeredAt),
    ),
  ];
}
