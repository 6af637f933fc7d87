import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

const root = join(import.meta.dirname, '../..');

/** A Kubernetes object as YAML has it, nothing known of it but what every object has. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
};

export const readText = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The objects of YAML text, in order. */
export const objectsIn = (text: string): readonly KubernetesObject[] => loadAll(text) as KubernetesObject[];

/** The one object of a kind; throws when there is none or more than one. */
export function only<T = KubernetesObject>(objects: readonly KubernetesObject[], kind: string): T {
  const found = objects.filter((one) => one.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
  return found[0] as T;
}
