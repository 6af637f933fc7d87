import { join } from 'node:path';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { viewFamilies } from '../../src/report/exposition-view.ts';
import type { Totals } from '../../src/serve/board.ts';
import { ownFamilies } from '../../src/serve/exposition-own.ts';
import { boardOf, noTotals } from '../serve/boards.ts';

/** What a daemon exposes: the labels of each name, of those without a series at that moment too. */
export type Exposed = ReadonlyMap<string, ReadonlySet<string>>;

/** What a daemon exposes in the course of recordings of real clusters. */
export async function exposedBy(...recordings: readonly string[]): Promise<Exposed> {
  const exposed = new Map<string, Set<string>>();
  for (const recording of recordings) {
    const monitor = createMonitor({ windowSeconds: 60 });
    for await (const sample of readSamples(join(import.meta.dirname, '../fixtures/recordings', recording))) {
      monitor.push(sample);
      const view = monitor.latest;
      if (view === undefined) continue;
      for (const { name, series } of [...viewFamilies(view), ...ownFamilies(boardOf(view, { totals }), own)]) {
        const labels = exposed.get(name) ?? new Set();
        exposed.set(name, labels);
        for (const one of series) for (const label of Object.keys(one.labels)) labels.add(label);
      }
    }
  }
  return exposed;
}

/** Something of everything that is counted. */
const totals: Totals = {
  ...noTotals,
  samples: 1,
  scrapeErrors: new Map([['timeout', 1]]),
  alerts: new Map([['member-down critical', 1]]),
  outputs: new Map([['webhook', { sent: 1, failed: 0, dropped: 0 }]]),
};

const own: Parameters<typeof ownFamilies>[1] = {
  version: '0.0.0',
  traffic: { answered: new Map(), refused: new Map(), openConnections: 0 },
  process: {
    cpuSeconds: 1,
    residentBytes: 1,
    heapUsedBytes: 1,
    heapTotalBytes: 1,
    externalBytes: 1,
    startedAtSeconds: 1,
    openFds: 1,
    maxFds: 1,
    lagP99Seconds: 0,
    lagMaxSeconds: 0,
  },
};
