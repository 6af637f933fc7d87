import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createPoller } from '../../src/collector/poller.ts';
import { openRecorder, record } from '../../src/collector/recording.ts';
import { startCluster } from '../../test/lab/cluster.ts';
import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import { startLoad } from '../../test/lab/load.ts';
import { sleep } from '../../test/lab/wait.ts';
import { say, step } from '../steps.ts';
import { privateWords } from './private-words.ts';
import type { Scenario } from './scenario.ts';

/** Plays the scenario on a cluster of its own and writes its recording, compressed. */
export async function recordScenario(scenario: Scenario, target: string): Promise<void> {
  const cluster = await startCluster({ names: ['cp-1', 'cp-2', 'cp-3', 'cp-4', 'cp-5'], ...scenario.cluster });
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-recording-'));
  const file = join(directory, 'recording.ndjson');
  const load = startLoad(cluster, { ...scenario.load, seconds: 3_600 });
  try {
    const samples = await step(`Recording ${scenario.name}`, () => play(scenario, cluster, file));
    const text = readFileSync(file, 'utf8');
    const leaked = privateWords([cluster.directory, directory]).filter((word) => text.includes(word));
    if (leaked.length > 0) throw new Error(`${scenario.name} holds ${leaked.join(', ')}`);
    const packed = gzipSync(text, { level: 9 });
    writeFileSync(target, packed);
    say(`  ${samples} samples, ${(packed.length / 1000).toFixed(0)} kB`);
  } finally {
    void load.stop();
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function play(scenario: Scenario, cluster: LabCluster, file: string): Promise<number> {
  const { tls } = cluster;
  const poller = createPoller(
    {
      endpoints: cluster.endpoints.slice(0, 1),
      tls: { ...tls, insecureSkipVerify: false },
      dialTimeoutMs: 2_000,
      commandTimeoutMs: 5_000,
      metricsUrls: [],
      expand: true,
    },
    { intervalSeconds: scenario.intervalSeconds },
  );
  const recorder = openRecorder(file);
  let samples = 0;
  const recording = (async () => {
    for await (const _ of record(poller, recorder)) samples += 1;
  })();
  try {
    await scenario.play({
      cluster,
      wait: (seconds) => sleep(seconds * 1000),
      mark: (text) => recorder.mark({ at: Date.now(), text }),
    });
  } finally {
    poller.close();
    await recording;
  }
  return samples;
}
