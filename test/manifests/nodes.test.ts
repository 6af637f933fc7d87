import type { NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1.d.ts';
import { expect, test } from 'vitest';
import { podOf } from './daemonset.ts';
import { objectsIn, readText } from './objects.ts';

const { pod } = podOf(objectsIn(readText('manifests/etcdoc.yaml')));
const terms =
  pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ??
  ([] as NodeSelectorTerm[]);

const role = (name: string) => `node-role.kubernetes.io/${name}`;
const type = 'node.kubernetes.io/instance-type';
const linux = { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': 'n1' };

// The labels that each distribution gives its nodes.
test.each([
  ['kubeadm, control plane', { [role('control-plane')]: '' }, true],
  ['kubeadm before 1.24', { [role('control-plane')]: '', [role('master')]: '' }, true],
  ['kubeadm before 1.20', { [role('master')]: '' }, true],
  ['kubeadm in a cloud', { [role('control-plane')]: '', [type]: 'm5.large' }, true],
  ['kubeadm, worker', {}, false],
  [
    'RKE2 server',
    { [role('control-plane')]: 'true', [role('etcd')]: 'true', [role('master')]: 'true', [type]: 'rke2' },
    true,
  ],
  ['RKE2 server that is etcd alone', { [role('etcd')]: 'true', [type]: 'rke2' }, true],
  ['RKE2 server without etcd', { [role('control-plane')]: 'true', [role('master')]: 'true', [type]: 'rke2' }, false],
  ['RKE2 agent', { [type]: 'rke2' }, false],
  [
    'K3s server',
    { [role('control-plane')]: 'true', [role('etcd')]: 'true', [role('master')]: 'true', [type]: 'k3s' },
    true,
  ],
  [
    'K3s server without the old label',
    { [role('control-plane')]: 'true', [role('etcd')]: 'true', [type]: 'k3s' },
    true,
  ],
  ['K3s server on SQLite', { [role('control-plane')]: 'true', [role('master')]: 'true', [type]: 'k3s' }, false],
  ['K3s agent', { [type]: 'k3s' }, false],
  [
    'k0s controller with a worker',
    { [role('control-plane')]: 'true', 'node.k0sproject.io/role': 'control-plane' },
    true,
  ],
  ['k0s worker', {}, false],
] as const)('%s: %o, lands there: %s', (_, labels, lands) => {
  const all: Record<string, string> = { ...linux, ...labels };
  expect(terms.some(({ matchExpressions = [] }) => matchExpressions.every((one) => holds(one, all)))).toBe(lands);
});

test('whatever taint a node has, the pod tolerates it', () => {
  expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
});

/** As the scheduler reads a requirement; a label that is not there is in no list. */
function holds({ key, operator, values = [] }: NodeSelectorRequirement, labels: Record<string, string>): boolean {
  const value = labels[key];
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}
