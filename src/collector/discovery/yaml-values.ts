import { load } from 'js-yaml';
import type { FileRead, Host } from './host.ts';

export type YamlRead = { readonly state: 'value'; readonly value: unknown } | Exclude<FileRead, { state: 'text' }>;

/** A YAML file of the host, of any shape. */
export function readYaml(host: Host, path: string): YamlRead {
  const read = host.read(path);
  if (read.state !== 'text') return read;
  try {
    // js-yaml takes an empty text for an error.
    return { state: 'value', value: read.text.replace(/^\s*#.*$/gm, '').trim() === '' ? {} : load(read.text) };
  } catch {
    return { state: 'unusable', reason: 'is no YAML that can be read' };
  }
}

/** What stands at a path of keys; undefined where there is no mapping or no such key. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** A scalar as text; a list of scalars with commas, as flags have it. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []).join(',') : undefined;
}

/** The elements of a list; none where there is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The scalars of a mapping, by key. */
export function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const texts = Object.entries(value).flatMap(([key, one]): [string, string][] => {
    const text = textOf(one);
    return text === undefined ? [] : [[key, text]];
  });
  return Object.fromEntries(texts);
}
