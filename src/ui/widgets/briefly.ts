import { metricIds, registry } from '../../model/registry.ts';

const shorter: readonly (readonly [title: string, brief: string])[] = metricIds.flatMap((id) => {
  const { title, brief } = registry[id];
  return brief === undefined ? [] : [[title, brief] as const];
});

/** A text that begins with the title of a metric, with its shorter name instead; any other as it is. */
export function briefly(text: string): string {
  const [title = '', brief = ''] = shorter.find(([long]) => text.startsWith(`${long} `)) ?? [];
  return brief + text.slice(title.length);
}
