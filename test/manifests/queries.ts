import type { Exposed } from './exposed.ts';

/** The names of series in a query: what stands before braces, brackets or alone, and is no word of PromQL. */
export function namesIn(query: string): readonly string[] {
  const bare = query
    .replace(/"[^"]*"/g, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(?:by|without|on|ignoring) \([^)]*\)/g, '');
  const words = bare.match(/[a-zA-Z_:][\w:]*(?![\w:]*\s*\()/g) ?? [];
  return [...new Set(words.filter((word) => !operators.has(word) && word.includes('_')))];
}

/** The labels that a query groups by or asks for. */
function labelsIn(query: string): readonly string[] {
  const grouped = [...query.matchAll(/\b(?:by|without|on|ignoring) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(', '),
  );
  const asked = [...query.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label);
  return [...new Set([...grouped, ...asked])];
}

/** What a query asks for that no daemon exposes, in words. */
export function unknownIn(query: string, exposed: Exposed): readonly string[] {
  const names = namesIn(query);
  const labels = new Set(names.flatMap((name) => [...(exposed.get(name) ?? [])]));
  // What had no series in any recording has no labels to hold against it.
  if (labels.size === 0) return names.filter((name) => !exposed.has(name));
  return [
    ...names.filter((name) => !exposed.has(name)),
    ...labelsIn(query).filter((label) => !labels.has(label) && !targetLabels.has(label)),
  ];
}

const operators = new Set(['and', 'or', 'unless', 'bool', 'offset', 'group_left']);
/** Those that Prometheus adds, and the one by which people tell clusters apart. */
const targetLabels = new Set(['cluster', 'instance', 'node', 'job']);
