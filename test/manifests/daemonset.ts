import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { type KubernetesObject, only } from './objects.ts';

/** The pod that the DaemonSet among these objects starts, and its one container. */
export function podOf(objects: readonly KubernetesObject[]): { readonly pod: PodSpec; readonly container: Container } {
  const pod = only<DaemonSet>(objects, 'DaemonSet').spec?.template.spec;
  const [container, ...more] = pod?.containers ?? [];
  if (pod === undefined || container === undefined || more.length > 0) throw new Error('not one container');
  return { pod, container };
}
