import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test, vi } from 'vitest';
import type * as z from 'zod';
import { checkIds } from '../../src/model/check-id.ts';
import { mixinRules } from '../../src/model/rules/mixin.ts';
import { platform9Rules } from '../../src/model/rules/platform9.ts';
import { play } from '../model/rules/play.ts';
import { promtoolObjects } from '../real/rules/promtool.ts';
import { scenes } from '../real/rules/scenes.ts';
import { exposedBy } from './exposed.ts';
import { kustomize } from './kubectl.ts';
import { typeErrors } from './kubernetes-types.ts';
import { objectsIn, only, readText } from './objects.ts';
import { operatorKinds } from './prometheus-operator.ts';
import { checkRules, testRules } from './promtool.ts';
import { unknownIn } from './queries.ts';

// A kubectl may have to be fetched first.
vi.setConfig({ testTimeout: 120_000 });

type RuleObject = z.infer<(typeof operatorKinds)['PrometheusRule']>;
const ruleFiles = ['prometheusrule', 'prometheusrule-mixin', 'prometheusrule-platform9'];
const ruleObject = (file: string) =>
  only<RuleObject>(objectsIn(readText(`manifests/monitoring/${file}.yaml`)), 'PrometheusRule');
const own = ruleObject('prometheusrule');
const ownRules = own.spec.groups.flatMap(({ rules }) => rules);

describe.each(['monitoring', 'monitoring-rancher'])('%s', (directory) => {
  const rendered = kustomize(`manifests/${directory}`).then(objectsIn);

  test('holds a ServiceMonitor, rules and a dashboard, all of known fields', async () => {
    const objects = await rendered;
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'PrometheusRule', 'ServiceMonitor']);
    for (const kind of ['PrometheusRule', 'ServiceMonitor'] as const)
      expect(operatorKinds[kind].safeParse(only(objects, kind)).error).toBeUndefined();
    expect(await typeErrors([only<{ apiVersion: string; kind: string }>(objects, 'ConfigMap')])).toBe('');
  });

  test('has the label by which the operator selects', async () => {
    const release = directory === 'monitoring' ? 'kube-prometheus-stack' : 'rancher-monitoring';
    for (const { metadata } of await rendered) expect(metadata.labels).toMatchObject({ release });
  });

  test('lays the dashboard where the sidecar looks, small enough for kubectl apply', async () => {
    const { metadata } = only(await rendered, 'ConfigMap');
    expect(metadata.labels?.grafana_dashboard).toBe('1');
    expect(metadata.namespace).toBe(directory === 'monitoring' ? 'kube-system' : 'cattle-dashboards');
    // kubectl apply keeps the whole object in an annotation, which may have 256 KiB.
    expect(JSON.stringify(JSON.stringify(only(await rendered, 'ConfigMap'))).length).toBeLessThan(200_000);
  });
});

test.each(Object.keys(operatorKinds))('an unknown field of a %s is refused, and a wrong type', (kind) => {
  const schema = operatorKinds[kind as keyof typeof operatorKinds];
  const good = kind === 'ServiceMonitor' ? monitor() : structuredClone(own);
  expect(schema.safeParse(good).error).toBeUndefined();
  expect(schema.safeParse({ ...good, spec: { ...good.spec, selektor: {} } }).success).toBe(false);
  const list = kind === 'ServiceMonitor' ? 'endpoints' : 'groups';
  const { error } = schema.safeParse({ ...good, spec: { ...good.spec, [list]: 'one' } });
  expect(error?.issues.map(({ code, path }) => ({ code, path }))).toEqual([
    { code: 'invalid_type', path: ['spec', list] },
  ]);
});

test('the ServiceMonitor finds the Service, its port and its namespace', () => {
  const service = only<Service>(objectsIn(readText('manifests/etcdoc.yaml')), 'Service');
  const { spec } = monitor();
  expect(service.metadata?.labels).toMatchObject(spec.selector.matchLabels ?? { none: '' });
  expect(spec.namespaceSelector?.matchNames).toEqual([service.metadata?.namespace]);
  expect(spec.endpoints.map(({ port }) => port)).toEqual(service.spec?.ports?.map(({ name }) => name));
});

test('the job is none that the mixin takes for etcd', () => {
  const job = monitor().spec.endpoints[0]?.relabelings?.find(({ targetLabel }) => targetLabel === 'job');
  expect(job?.replacement).toBe('doctor');
  expect(job?.replacement).not.toMatch(/etcd/);
});

test.each(ruleFiles)('promtool accepts %s', async (file) => {
  expect(await checkRules(ruleObject(file).spec)).toBe('');
});

test('promtool refuses an expression that is none', async () => {
  const spec = structuredClone(own.spec);
  Object.assign(spec.groups[0]?.rules[0] ?? {}, { expr: 'max by (etcdoc_alert_active' });
  expect(await checkRules(spec)).toContain('could not parse expression');
});

describe.each([
  ['mixin', mixinRules],
  ['platform9', platform9Rules],
] as const)('the rules of %s', (id, rules) => {
  test.each(scenes.slice(0, 4))('alert as --rules does: $name', async (scene) => {
    const directory = mkdtempSync(join(tmpdir(), 'etcdoc-written-'));
    try {
      const file = join(directory, 'rules.yaml');
      const { spec } = ruleObject(`prometheusrule-${id}`);
      // A rule's annotations are no labels of its alert: they have no part in this.
      writeFileSync(file, JSON.stringify(spec));
      expect((await promtoolObjects(file, scene, play(rules, scene))).slice(0, 4000)).toBe('');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe('the rules on what etcdoc exposes', () => {
  test('are one for every check, and some about etcdoc itself', () => {
    const queried = ownRules.flatMap(
      ({ expr }) => /etcdoc_alert_active\{check="([^"]+)"/.exec(String(expr))?.[1] ?? [],
    );
    expect(queried).toEqual([...checkIds]);
    expect(new Set(ownRules.map(({ alert }) => alert)).size).toBe(ownRules.length);
  });

  test('ask for names and labels that a daemon exposes', async () => {
    const exposed = await exposedBy('slow-disk.ndjson.gz', 'member-killed.ndjson.gz');
    for (const { alert, expr } of ownRules) expect([alert, ...unknownIn(String(expr), exposed)]).toEqual([alert]);
    expect(unknownIn('etcdoc_walfsync{node="n"}', exposed)).toEqual(['etcdoc_walfsync']);
    expect(unknownIn('max by (membr) (etcdoc_up)', exposed)).toEqual(['membr']);
  });

  test('one alert for what three daemons say alike, with its severity; none for what has ended', async () => {
    const active = (instance: string, severity: string, values: string) => ({
      series: `etcdoc_alert_active{check="wal-fsync-p99",severity="${severity}",member="cp-3",member_id="c3",instance="${instance}",job="doctor"}`,
      values,
    });
    expect(
      await testRules(own.spec, [
        {
          interval: '30s',
          input_series: [
            { series: 'etcdoc_build_info{instance="a:8080",version="0"}', values: '1x40' },
            ...['a:8080', 'b:8080', 'c:8080'].map((instance) => active(instance, 'warning', '_ _ 1x3 stale')),
            active('a:8080', 'info', '1x40'),
          ],
          alert_rule_test: [
            { eval_time: '30s', alertname: 'EtcdWalFsyncP99', exp_alerts: [] },
            {
              eval_time: '90s',
              alertname: 'EtcdWalFsyncP99',
              exp_alerts: [
                {
                  exp_labels: { severity: 'warning', check: 'wal-fsync-p99', member: 'cp-3', member_id: 'c3' },
                  exp_annotations: {
                    summary: 'etcd, cp-3: WAL fsync p99.',
                    description: ownRules.find(({ alert }) => alert === 'EtcdWalFsyncP99')?.annotations?.description,
                  },
                },
              ],
            },
            { eval_time: '5m', alertname: 'EtcdWalFsyncP99', exp_alerts: [] },
            { eval_time: '10m', alertname: 'EtcdocAbsent', exp_alerts: [] },
          ],
        },
      ]),
    ).toBe('');
  });

  test('say that nobody watches, that one daemon has gone, that one sees nothing, that an output fails', async () => {
    const about = (alertname: string) => {
      const found = ownRules.find(({ alert }) => alert === alertname);
      if (found === undefined) throw new Error(`no alert ${alertname}`);
      return found;
    };
    const fires = (eval_time: string, alertname: string, labels: Record<string, string>) => {
      const { labels: severity, annotations = {} } = about(alertname);
      const filled = (text: string) =>
        text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');
      return {
        eval_time,
        alertname,
        exp_alerts: [
          {
            exp_labels: { ...severity, ...labels },
            exp_annotations: Object.fromEntries(Object.entries(annotations).map(([key, text]) => [key, filled(text)])),
          },
        ],
      };
    };
    const silent = (eval_time: string, alertname: string) => ({ eval_time, alertname, exp_alerts: [] });
    const info = (instance: string, values: string) => ({
      series: `etcdoc_build_info{instance="${instance}",node="n-${instance}",version="0"}`,
      values,
    });
    const tests = [
      {
        name: 'one of two is gone for good',
        interval: '30s',
        input_series: [info('a', '1x300'), info('b', '1x20 stale')],
        alert_rule_test: [
          silent('9m', 'EtcdocGone'),
          silent('20m', 'EtcdocAbsent'),
          fires('25m', 'EtcdocGone', { instance: 'b', node: 'n-b' }),
          silent('2h', 'EtcdocGone'),
        ],
      },
      {
        name: 'all are gone',
        interval: '30s',
        input_series: [info('a', '1x20 stale')],
        alert_rule_test: [silent('9m', 'EtcdocAbsent'), fires('20m', 'EtcdocAbsent', {})],
      },
      {
        name: 'one sees nothing, its receiver nothing of it',
        interval: '30s',
        input_series: [
          info('a', '1x40'),
          { series: 'etcdoc_status{instance="a",status="stale"}', values: '0x9 1x30' },
          {
            series: 'etcdoc_output_notices_total{instance="a",output="webhook",result="failed"}',
            values: '0x9 1+1x30',
          },
          { series: 'etcdoc_output_notices_total{instance="a",output="webhook",result="sent"}', values: '0+1x40' },
        ],
        alert_rule_test: [
          silent('4m', 'EtcdocSilent'),
          silent('4m', 'EtcdocOutputFails'),
          fires('10m', 'EtcdocSilent', { instance: 'a', status: 'stale' }),
          fires('10m', 'EtcdocOutputFails', { instance: 'a', output: 'webhook' }),
        ],
      },
    ];
    expect(await testRules(own.spec, tests)).toBe('');
    const late = tests.map((one) => ({ ...one, alert_rule_test: [fires('1m', 'EtcdocAbsent', {})] }));
    expect(await testRules(own.spec, late)).toContain('FAILED');
  });
});

function monitor() {
  return only<z.infer<(typeof operatorKinds)['ServiceMonitor']>>(
    objectsIn(readText('manifests/monitoring/servicemonitor.yaml')),
    'ServiceMonitor',
  );
}
