import { type CheckId, checkIds } from '../../src/model/check-id.ts';
import { checks } from '../../src/model/checks.ts';
import { remedyFor } from '../../src/model/rules/remedies.ts';
import { alertName } from '../../src/serve/outputs/alertmanager-alert.ts';
import { type AlertingRule, prometheusRule } from './rule-object.ts';

/** The alerts that etcdoc itself raises, one rule per check, and what is to be said when etcdoc is not well. */
export function ownRulesObject() {
  return prometheusRule('etcdoc', [
    { name: 'etcdoc', rules: checkIds.map(checkRule) },
    { name: 'etcdoc-itself', rules: itself },
  ]);
}

/** Named as the Alertmanager output names it. Severity is the alert's own; how long it had to last, the daemon has waited already. What several daemons see alike is one alert. */
function checkRule(id: CheckId): AlertingRule {
  const title = checks.find((check) => check.id === id)?.title ?? id;
  return {
    alert: alertName(id),
    expr: `max by (cluster, check, severity, member, member_id) (etcdoc_alert_active{check="${id}", severity=~"warning|critical"}) > 0`,
    annotations: {
      summary: `etcd, {{ $labels.member }}: ${title}.`,
      description: remedyFor(id),
    },
  };
}

const itself: readonly AlertingRule[] = [
  {
    alert: 'EtcdocAbsent',
    expr: 'absent(etcdoc_build_info)',
    for: '5m',
    labels: { severity: 'critical' },
    annotations: {
      summary: 'No etcdoc is scraped: nobody watches etcd.',
      description: 'Look at the pods of the DaemonSet etcdoc, and at whether Prometheus lists them among its targets.',
    },
  },
  {
    alert: 'EtcdocGone',
    expr: 'max by (cluster, instance, node) (max_over_time(etcdoc_build_info[1h])) unless on (instance) etcdoc_build_info',
    for: '10m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'The etcdoc at {{ $labels.instance }} is no longer scraped.',
      description: 'Look at its pod and at its node; where the node was removed, this ends within the hour by itself.',
    },
  },
  {
    alert: 'EtcdocSilent',
    expr: 'etcdoc_status{status="stale"} == 1',
    for: '2m',
    labels: { severity: 'critical' },
    annotations: {
      summary: 'The etcdoc at {{ $labels.instance }} has had no answer from etcd for a while.',
      description: 'Look at etcd on that host first, then at the log of the pod: it names what every poll failed by.',
    },
  },
  {
    alert: 'EtcdocLoopFails',
    expr: 'increase(etcdoc_loop_errors_total[15m]) > 0',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'Steps of the loop of the etcdoc at {{ $labels.instance }} failed.',
      description: 'A fault of etcdoc itself: its log says which step, and why.',
    },
  },
  {
    alert: 'EtcdocReloadFailed',
    expr: 'increase(etcdoc_reloads_total{result="failed"}[15m]) > 0',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'The etcdoc at {{ $labels.instance }} keeps its old configuration.',
      description: 'The new one cannot be used; the log of the pod names the line.',
    },
  },
  {
    alert: 'EtcdocOutputFails',
    expr: 'sum without (result) (increase(etcdoc_output_notices_total{result=~"failed|dropped"}[15m])) > 0',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'Alerts of the etcdoc at {{ $labels.instance }} do not reach {{ $labels.output }}.',
      description: 'Look at that receiver and the way there; the log of the pod says what each attempt failed by.',
    },
  },
  {
    alert: 'EtcdocLinesDropped',
    expr: 'increase(etcdoc_lines_dropped_total[15m]) > 0',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'Alert lines of the etcdoc at {{ $labels.instance }} were dropped.',
      description: 'Whatever reads the standard output of the pod is too slow or stands still.',
    },
  },
];
