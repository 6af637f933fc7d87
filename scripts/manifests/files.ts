import { readFileSync } from 'node:fs';
import { dump } from 'js-yaml';
import { ruleSets } from '../../src/model/rules/rule-sets.ts';
import { dashboard } from './dashboard.ts';
import { ownRulesObject } from './own-rules.ts';
import { ruleSetObject } from './rule-sets.ts';

const folder = new URL('../../manifests/', import.meta.url);

/** Every file under manifests/ that is made from others or from the program's tables, by its path there. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const board = `${JSON.stringify(dashboard(), null, 2)}\n`;
  return {
    'etcdoc.yaml': oneFile(),
    'monitoring/prometheusrule.yaml': yaml(ownRulesObject()),
    ...Object.fromEntries(
      ruleSets
        // The checks of the Go etcdoc never were rules of Prometheus.
        .filter(({ id }) => id !== 'legacy')
        .map((set) => [`monitoring/prometheusrule-${set.id}.yaml`, yaml(ruleSetObject(set))]),
    ),
    'monitoring/dashboard.json': board,
    'monitoring/dashboard.yaml': yaml(dashboardObject(JSON.stringify(dashboard()))),
  };
}

/** The objects of the base in one file, in the order of its kustomization. */
function oneFile(): string {
  const base = (name: string) => readFileSync(new URL(`base/${name}`, folder), 'utf8');
  const parts = [...base('kustomization.yaml').matchAll(/^ {2}- (\S+\.yaml)$/gm)].map(([, name = '']) => base(name));
  const head = [
    '# etcdoc on every node that runs etcd: kubectl apply -f manifests/etcdoc.yaml',
    '# Made from manifests/base by `npm run manifests`.',
  ];
  return `${head.join('\n')}\n---\n${parts.join('---\n')}`;
}

/** Grafana's sidecar takes up every ConfigMap with this label. */
function dashboardObject(text: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'etcdoc-dashboard',
      namespace: 'kube-system',
      labels: { 'app.kubernetes.io/name': 'etcdoc', grafana_dashboard: '1' },
    },
    data: { 'etcdoc.json': text },
  };
}

const yaml = (object: object): string =>
  `# Made from the program's own tables by \`npm run manifests\`.\n${dump(object, { lineWidth: -1, noRefs: true })}`;
