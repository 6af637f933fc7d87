import { remedyFor } from '../../src/model/rules/remedies.ts';
import type { Rule, RuleSet } from '../../src/model/rules/rule.ts';
import type { Unit } from '../../src/model/unit.ts';
import { promqlOf, span } from './promql.ts';
import { type AlertingRule, prometheusRule } from './rule-object.ts';

/** A rule set of the field for a Prometheus that scrapes etcd itself. */
export function ruleSetObject({ id, rules }: RuleSet) {
  return prometheusRule(`etcd-${id}`, [{ name: `etcd-${id}`, rules: rules.map(ruleOf) }]);
}

function ruleOf(rule: Rule): AlertingRule {
  return {
    alert: rule.alert.replaceAll(' ', ''),
    expr: promqlOf(rule.when, narrowed),
    ...(rule.forSeconds > 0 && { for: span(rule.forSeconds) }),
    labels: { severity: rule.severity },
    annotations: {
      summary: `etcd: ${rule.says} {{ $value | ${humanized[rule.unit]} }}{{ with $labels.instance }} on {{ . }}{{ end }}.`,
      description: remedyFor(rule.check),
    },
  };
}

/** Which targets are etcd, as its mixin tells them; what the backup's job is called, as Platform9 does. */
function narrowed(name: string): readonly string[] {
  return name === 'kube_job_status_failed' ? ['job_name=~"etcd-backup.*"'] : ['job=~".*etcd.*"'];
}

const humanized: Readonly<Record<Unit, string>> = {
  seconds: 'humanizeDuration',
  bytes: 'humanize1024',
  bytesPerSecond: 'humanize1024',
  ratio: 'humanizePercentage',
  perSecond: 'humanize',
  count: 'humanize',
  entries: 'humanize',
  cores: 'humanize',
};
