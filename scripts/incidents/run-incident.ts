import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createPoller } from '../../src/collector/poller.ts';
import { openRecorder, record } from '../../src/collector/recording.ts';
import { startCluster } from '../../test/lab/cluster.ts';
import { startLoad } from '../../test/lab/load.ts';
import { eventually, sleep } from '../../test/lab/wait.ts';
import { privateWords } from '../recordings/private-words.ts';
import type { Expected } from './expected.ts';
import type { Play, PlayStage } from './play.ts';
import { type Said, watchFor } from './watched.ts';

export type Outcome = Said & { readonly seconds: number | undefined };

const usual = { members: 3, version: '3.5', tls: 'none' } as const;

/** Plays one incident on a cluster of its own and says what was named; the samples go to `target` where that is given. */
export async function runIncident(expected: Expected, play: Play, target: string | undefined): Promise<Outcome> {
  const cluster = await startCluster({ names: ['cp-1', 'cp-2', 'cp-3'], ...usual, ...play.cluster });
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-incident-'));
  const file = join(directory, 'incident.ndjson');
  const ends: (() => Promise<unknown> | undefined)[] = [];
  const stage: PlayStage = { cluster, wait: (seconds) => sleep(seconds * 1000), later: (end) => void ends.push(end) };
  const load = startLoad(cluster, { putsPerSecond: 20, ...play.load, seconds: 600 });
  ends.push(() => load.stop());
  try {
    const more = (await play.prepare?.(stage)) ?? [];
    const metricsUrls = (await play.pages?.(stage)) ?? [];
    const { tls } = cluster;
    const poller = createPoller(
      {
        endpoints: [...cluster.endpoints, ...more],
        tls: { ...tls, insecureSkipVerify: false },
        dialTimeoutMs: 2_000,
        commandTimeoutMs: 5_000,
        metricsUrls,
        expand: true,
      },
      { intervalSeconds: 1 },
    );
    const recorder = openRecorder(file);
    const watched = watchFor(expected);
    const reading = (async () => {
      for await (const sample of record(poller, recorder)) watched.take(sample);
    })();
    await eventually(() => watched.latest()?.members.length, { what: 'a first sample', timeoutMs: 20_000 });
    await sleep((play.calmSeconds ?? 6) * 1000);
    const began = Date.now();
    await play.begin(stage);
    const end = began + (play.seconds ?? 30) * 1000;
    while (Date.now() < end && (expected.cause === undefined || watched.said().namedAt === undefined)) await sleep(200);
    await sleep(3_000);
    poller.close();
    await reading;
    if (target !== undefined) save(file, target, [cluster.directory, directory]);
    const said = watched.said();
    return { ...said, seconds: said.namedAt === undefined ? undefined : Math.max(0, (said.namedAt - began) / 1000) };
  } finally {
    for (const end of ends.reverse()) await end();
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function save(file: string, target: string, paths: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  const leaked = privateWords(paths).filter((word) => text.includes(word));
  if (leaked.length > 0) throw new Error(`the recording holds ${leaked.join(', ')}`);
  writeFileSync(target, gzipSync(text, { level: 9 }));
}
