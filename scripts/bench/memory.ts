import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoad } from '../../test/lab/load.ts';
import { sleep } from '../../test/lab/wait.ts';
import { step } from '../steps.ts';
import { type BenchLab, flagsFor } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { takeSamples, writeHour } from './hour.ts';
import { openProbe, type Probe } from './probe.ts';

/** Resident memory of the program: after start, and after an hour's samples of seven members went through the same screen. */
export async function* memory(lab: BenchLab): AsyncGenerator<Figure> {
  const cluster = await lab.cluster(7);
  const load = startLoad(cluster, { putsPerSecond: 100, rangesPerSecond: 100, seconds: 120 });
  const live = openProbe(['top', ...flagsFor(cluster)]);
  const samples = await step('  ten seconds of seven members', () => takeSamples(cluster, 10));
  const after = live.memory();
  const later = await step('  twenty and sixty seconds of them', async () => {
    await sleep(10_000);
    const early = live.memory();
    await sleep(40_000);
    return [early, live.memory()] as const;
  });
  await live.close();
  await load.stop();
  await lab.close();
  yield { what: 'RSS after 10 s, 7 members', unit: 'MB', values: [after.resident], budget: 110 };
  const grown = later[1].resident - later[0].resident;
  yield { what: 'RSS after 60 s, 7 members', unit: 'MB', values: [later[1].resident], budget: 110 };
  yield { what: 'RSS growth from 20 s to 60 s, 7 members', unit: 'MB', values: [grown] };

  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-bench-'));
  try {
    const file = join(directory, 'hour.ndjson');
    writeHour(samples, file);
    const replay = openProbe(['top', '--replay', file, '--speed', '1000000']);
    await replay.saw(/QUORUM 7\/7/);
    await step('  an hour of samples', () => untilIdle(replay));
    const hour = replay.memory();
    await replay.close();
    yield { what: 'RSS after an hour of 7 members', unit: 'MB', values: [hour.resident], budget: 110 };
    yield { what: 'most RSS while the hour was replayed at full speed', unit: 'MB', values: [hour.peak] };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function untilIdle(probe: Probe): Promise<void> {
  for (let idle = 0, before = probe.cpuMs(); idle < 6; ) {
    await sleep(1_000);
    const now = probe.cpuMs();
    idle = now - before < 100 ? idle + 1 : 0;
    before = now;
  }
}
