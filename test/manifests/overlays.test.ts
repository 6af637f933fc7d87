import type { ConfigMap } from 'kubernetes-types/core/v1.d.ts';
import type { Role, RoleBinding } from 'kubernetes-types/rbac/v1.d.ts';
import { describe, expect, test, vi } from 'vitest';
import { parseConfig } from '../../src/cli/options/config-text.ts';
import { namespaceOf } from '../../src/serve/outputs/kubernetes-event.ts';
import { podOf } from './daemonset.ts';
import { kustomize } from './kubectl.ts';
import { typeErrors } from './kubernetes-types.ts';
import { objectsIn, only, readText } from './objects.ts';

// A kubectl may have to be fetched first.
vi.setConfig({ testTimeout: 120_000 });

const distributions = {
  rke2: [
    '/var/lib/rancher/rke2/server/tls/etcd/server-ca.crt',
    '/var/lib/rancher/rke2/server/tls/etcd/client.crt',
    '/var/lib/rancher/rke2/server/tls/etcd/client.key',
  ],
  k3s: [
    '/var/lib/rancher/k3s/server/tls/etcd/server-ca.crt',
    '/var/lib/rancher/k3s/server/tls/etcd/client.crt',
    '/var/lib/rancher/k3s/server/tls/etcd/client.key',
  ],
  kubeadm: [
    '/etc/kubernetes/pki/etcd/ca.crt',
    '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
    '/etc/kubernetes/pki/etcd/healthcheck-client.key',
  ],
  k0s: [
    '/var/lib/k0s/pki/etcd/ca.crt',
    '/var/lib/k0s/pki/apiserver-etcd-client.crt',
    '/var/lib/k0s/pki/apiserver-etcd-client.key',
  ],
} as const;

test('the base renders to what the one file holds', async () => {
  const sorted = (text: string) => objectsIn(text).toSorted((a, b) => a.kind.localeCompare(b.kind));
  expect(sorted(await kustomize('manifests/base'))).toEqual(sorted(readText('manifests/etcdoc.yaml')));
});

test('with-certs without a word more is that of RKE2', async () => {
  expect(await kustomize('manifests/with-certs')).toBe(await kustomize('manifests/with-certs/rke2'));
});

describe.each(Object.entries(distributions))('with-certs/%s', (distribution, [ca, cert, key]) => {
  const rendered = kustomize(`manifests/with-certs/${distribution}`).then(objectsIn);

  test("is accepted by Kubernetes' own types", async () => {
    expect(await typeErrors(await rendered)).toBe('');
  });

  test('mounts one certificate, its key and the certificate of the CA, each by itself and read-only', async () => {
    const { pod, container } = podOf(await rendered);
    const hostPaths = new Map(pod.volumes?.flatMap(({ name, hostPath }) => (hostPath ? [[name, hostPath]] : [])));
    expect([...hostPaths.values()]).toEqual([ca, cert, key].map((path) => ({ path, type: 'File' })));
    const mounted = new Map(
      container.volumeMounts?.map(({ name, mountPath, readOnly }) => [
        mountPath,
        { path: hostPaths.get(name)?.path, readOnly },
      ]),
    );
    const { etcd = {} } = configOf(await rendered);
    expect(mounted.get(String(etcd?.ca_file))).toEqual({ path: ca, readOnly: true });
    expect(mounted.get(String(etcd?.cert_file))).toEqual({ path: cert, readOnly: true });
    expect(mounted.get(String(etcd?.key_file))).toEqual({ path: key, readOnly: true });
    expect(mounted.size).toBe(4);
  });

  test('names no key of a CA, and no directory that holds one', async () => {
    const text = JSON.stringify(await rendered);
    expect(text).not.toMatch(/ca\.key|ca-key/);
    expect(podOf(await rendered).pod.volumes?.filter(({ hostPath }) => hostPath && hostPath.type !== 'File')).toEqual(
      [],
    );
  });

  test('is root without a capability, in a pod as closed as that of the base', async () => {
    const { pod, container } = podOf(await rendered);
    expect(pod.securityContext).toEqual({
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 0,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual(
      podOf(objectsIn(readText('manifests/etcdoc.yaml'))).container.securityContext,
    );
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('asks the etcd beside it by gRPC, on the port that the pod announces', async () => {
    const { etcd, serve } = configOf(await rendered);
    expect(etcd).toMatchObject({ endpoints: 'https://127.0.0.1:2379' });
    const { container } = podOf(await rendered);
    expect(serve?.listen).toBe(`0.0.0.0:${container.ports?.[0]?.containerPort}`);
  });
});

describe('with-events', () => {
  const rendered = kustomize('manifests/with-events').then(objectsIn);

  test("is accepted by Kubernetes' own types", async () => {
    expect(await typeErrors(await rendered)).toBe('');
  });

  test('gives the account the right to create Events where those of a node lie, and no other', async () => {
    const role = only<Role>(await rendered, 'Role');
    expect(role.rules).toEqual([{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] }]);
    const node = namespaceOf({ kind: 'Node', apiVersion: 'v1', name: 'n1', uid: 'n1' });
    const binding = only<RoleBinding>(await rendered, 'RoleBinding');
    expect([role.metadata?.namespace, binding.metadata?.namespace]).toEqual([node, node]);
    expect(binding.roleRef).toMatchObject({ kind: 'Role', name: role.metadata?.name });
    const { metadata } = only(await rendered, 'ServiceAccount');
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: metadata.name, namespace: metadata.namespace }]);
  });

  test('switches the output on, in a pod that has the token and is as closed as that of the base', async () => {
    expect(configOf(await rendered).serve).toMatchObject({ kubernetes_events: {}, listen: '0.0.0.0:8080' });
    const { pod, container } = podOf(await rendered);
    const base = podOf(objectsIn(readText('manifests/etcdoc.yaml')));
    expect(pod).toMatchObject({ automountServiceAccountToken: true, serviceAccountName: 'etcdoc' });
    expect(pod.securityContext).toEqual(base.pod.securityContext);
    expect(container.securityContext).toEqual(base.container.securityContext);
    expect(container.env?.map(({ name }) => name).sort()).toEqual(['NODE_NAME', 'POD_NAME']);
  });
});

function configOf(objects: Awaited<ReturnType<typeof objectsIn>>) {
  return parseConfig(only<ConfigMap>(objects, 'ConfigMap').data?.['config.yaml'] ?? '', 'config.yaml');
}
