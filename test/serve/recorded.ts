import { join } from 'node:path';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterView } from '../../src/model/view.ts';

const directory = join(import.meta.dirname, '../fixtures/recordings');

/** Views of a recording of a real cluster, `each`th after `each`th and the last one, oldest first. */
export async function recordedViews(name: string, each = Number.POSITIVE_INFINITY): Promise<ClusterView[]> {
  const monitor = createMonitor({ windowSeconds: 60 });
  const views: ClusterView[] = [];
  let number = 0;
  for await (const sample of readSamples(join(directory, `${name}.ndjson.gz`))) {
    const view = monitor.push(sample);
    number += 1;
    if (number % each === 0) views.push(view);
  }
  if (monitor.latest && views.at(-1) !== monitor.latest) views.push(monitor.latest);
  return views;
}
