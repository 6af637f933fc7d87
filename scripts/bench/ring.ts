import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { startLoad } from '../../test/lab/load.ts';
import type { BenchLab } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { takeSamples, writeHour } from './hour.ts';

/** What the ring itself holds once it is full: an hour of seven members, with the alerts and events of that hour. */
export async function* ring(lab: BenchLab): AsyncGenerator<Figure> {
  const cluster = await lab.cluster(7);
  const load = startLoad(cluster, { putsPerSecond: 100, rangesPerSecond: 100, seconds: 120 });
  const samples = await takeSamples(cluster, 10);
  await load.stop();
  await lab.close();
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-bench-'));
  try {
    const file = join(directory, 'hour.ndjson');
    writeHour(samples, file);
    const before = heldBytes();
    const monitor = createMonitor({ windowSeconds: 60 });
    for await (const sample of readSamples(file)) monitor.push(sample);
    const held = heldBytes() - before;
    const kept = monitor.newest - monitor.oldest + 1;
    yield { what: `ring of an hour, 7 members, ${kept} samples`, unit: 'MB', values: [held / 1e6] };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
