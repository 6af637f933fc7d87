/** An alerting rule as Prometheus reads it. */
export type AlertingRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations: Readonly<Record<string, string>>;
};

type RuleGroup = { readonly name: string; readonly rules: readonly AlertingRule[] };

/** The object of the Prometheus operator that holds rules. */
export function prometheusRule(name: string, groups: readonly RuleGroup[]) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'etcdoc' } },
    spec: { groups },
  };
}
