import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts';
import type { ConfigMap, Service } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/cli/options/config-text.ts';
import { podOf } from './daemonset.ts';
import { typeErrors } from './kubernetes-types.ts';
import { objectsIn, only, readText } from './objects.ts';

const objects = objectsIn(readText('manifests/etcdoc.yaml'));
const { pod, container } = podOf(objects);
const config = only<ConfigMap>(objects, 'ConfigMap').data?.['config.yaml'] ?? '';
const version = (JSON.parse(readText('package.json')) as { version: string }).version;

test('holds what a daemon needs, and nothing that needs rights', () => {
  expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ConfigMap', 'Service', 'DaemonSet']);
  expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['kube-system']));
});

describe("Kubernetes' own types", () => {
  test('accept every object', async () => {
    expect(await typeErrors(objects)).toBe('');
  });

  test('refuse a field that there is not, a wrong type and a missing field', async () => {
    const spoilt = (
      change: (daemonSet: { spec: { template: { spec: Record<string, unknown> }; selector?: object } }) => void,
    ) => {
      const copy = structuredClone(only(objects, 'DaemonSet'));
      change(copy as never);
      return copy;
    };
    const errors = await typeErrors([
      spoilt(({ spec }) => Object.assign(spec.template.spec, { hostNetwrok: true })),
      spoilt(({ spec }) => Object.assign(spec.template.spec, { terminationGracePeriodSeconds: '20' })),
      spoilt(({ spec }) => {
        delete spec.selector;
      }),
    ]);
    expect(errors).toContain('hostNetwrok');
    expect(errors).toContain("Type 'string' is not assignable to type 'number'");
    expect(errors).toContain("Property 'selector' is missing");
  });
});

test('the pod may nothing: no root, no capability, no token, no writing', () => {
  expect(pod.automountServiceAccountToken).toBe(false);
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.securityContext?.runAsUser).toBeGreaterThan(0);
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(pod.hostPID ?? pod.hostIPC ?? false).toBe(false);
  expect(pod.volumes?.filter(({ hostPath }) => hostPath)).toEqual([]);
  expect(container.volumeMounts?.every(({ readOnly }) => readOnly === true)).toBe(true);
});

test('selectors match labels', () => {
  const { spec } = only<DaemonSet>(objects, 'DaemonSet');
  expect(spec?.template.metadata?.labels).toMatchObject(spec?.selector.matchLabels ?? { none: '' });
  expect(spec?.template.metadata?.labels).toMatchObject(
    only<Service>(objects, 'Service').spec?.selector ?? { none: '' },
  );
});

test('one port everywhere: configuration, container, probes, service', () => {
  const settings = parseConfig(config, 'config.yaml');
  const listen = String(settings.serve?.listen);
  const ports = container.ports?.map(({ name, containerPort }) => ({ name, containerPort }));
  expect(ports).toEqual([{ name: 'http', containerPort: Number(listen.split(':').at(-1)) }]);
  expect(container.livenessProbe?.httpGet).toEqual({ path: '/livez', port: 'http' });
  expect(container.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'http' });
  const [port] = only<Service>(objects, 'Service').spec?.ports ?? [];
  expect(port).toMatchObject({ name: 'http', targetPort: 'http', port: ports?.[0]?.containerPort });
});

test('the configuration is one that etcdoc accepts, where its argument says, and asks for metrics only', () => {
  const settings = parseConfig(config, 'config.yaml');
  expect(settings.etcd).toEqual({ endpoints: [], metrics_urls: 'http://127.0.0.1:2381/metrics' });
  // In the pod's own namespace, and what a pod on the host's network asks for it too.
  expect(settings.serve?.peers).toBe(only<Service>(objects, 'Service').metadata?.name);
  expect(pod.dnsPolicy).toBe('ClusterFirstWithHostNet');
  const mount = container.volumeMounts?.find(({ name }) => name === 'config');
  expect(container.args).toEqual(['serve', '--config', `${mount?.mountPath}/config.yaml`]);
  // A file that is mounted by itself never changes in a running pod.
  expect(mount?.subPath).toBeUndefined();
  expect(pod.volumes).toContainEqual({ name: 'config', configMap: { name: only(objects, 'ConfigMap').metadata.name } });
});

test('names this version of etcdoc', () => {
  expect(container.image).toBe(`etcdoc:${version}`);
  const labels = only<DaemonSet>(objects, 'DaemonSet').spec?.template.metadata?.labels;
  expect(labels?.['app.kubernetes.io/version']).toBe(version);
});
