import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSamples } from '../../../src/collector/replay.ts';
import { runProgram } from '../../cli/program.ts';
import { startCluster } from '../../lab/cluster.ts';
import { kill9 } from '../../lab/faults.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { someFollower } from '../../lab/leadership.ts';
import { type Load, startLoad } from '../../lab/load.ts';
import { eventually } from '../../lab/wait.ts';
import { checkedJson, checkedText, roomyConfig } from './cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-check-'));
const file = join(directory, 'colleague.ndjson');
let cluster: LabCluster;
let load: Load;

beforeAll(async () => {
  cluster = await startCluster({ members: 3 });
  load = startLoad(cluster, { putsPerSecond: 20, seconds: 600 });
});
afterAll(async () => {
  await load?.stop();
  await cluster?.stop();
  rmSync(directory, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: checkedJson has held it against the schema
const diagnosis = (report: any) => ({
  verdict: report.verdict,
  exitCode: report.exitCode,
  findings: report.findings.map(({ check, subject, severity }: Record<string, string>) => [check, subject, severity]),
  // A recording has seen the fault begin, so that how sure it is may differ.
  causes: report.causes.map(({ cause, subject }: Record<string, string>) => [cause, subject]),
});

test('a recording gets the diagnosis that the live cluster got; --at the one of that moment', async () => {
  const flags = ['--config', roomyConfig(directory), '--window', '2'];
  const reach = ['--endpoints', cluster.endpoints.join(',')];
  const recorder = new AbortController();
  const recording = runProgram(['record', file, '-d', '1', ...reach], { signal: recorder.signal });
  await samplesIn(3);
  const well = Date.now();
  const gone = await someFollower(cluster);
  await kill9(gone);
  const taken = await samplesIn(0);
  // So long a member is gone that a check which looks only now sees the same as one that has looked on.
  await samplesIn(taken + 3);
  const live = await checkedJson(...reach, ...flags);
  await samplesIn((await samplesIn(0)) + 1);
  recorder.abort();
  await recording;

  const replayed = await checkedJson('--replay', file, ...flags);
  expect(live.findings).toContainEqual(expect.objectContaining({ check: 'member-down', subject: gone.name }));
  expect(live.causes[0]).toMatchObject({ cause: 'member-down', subject: gone.name });
  expect(diagnosis(replayed)).toEqual(diagnosis(live));
  expect(replayed.from).toMatchObject({ asked: [file], recorded: true });
  expect(replayed.from.samples).toBeGreaterThan(6);

  const before = await checkedJson('--replay', file, ...flags, '--at', new Date(well).toISOString());
  expect(before).toMatchObject({ verdict: 'healthy', exitCode: 0 });
  expect(Date.parse(before.at)).toBeLessThanOrEqual(well);
  const { stdout } = await checkedText('--replay', file, ...flags);
  expect(stdout.replaceAll('\n', ' ')).toMatch(/: recording \S+colleague\.ndjson, \d+ samples, window 2 s $/);

  const early = await runProgram(['check', '--replay', file, '--at', '2001-01-01T00:00:00Z']);
  expect(early).toMatchObject({ code: 2, stdout: '' });
  expect(early.stderr).toMatch(/^etcdoc: --at: the recording begins at 2\S+Z: name a later moment\n$/);
});

/** How many samples the recording holds, once there are so many. */
function samplesIn(least: number): Promise<number> {
  const count = async () => {
    if (!readdirSync(directory).includes('colleague.ndjson')) return least === 0 ? 0 : undefined;
    let samples = 0;
    for await (const _ of readSamples(file)) samples += 1;
    return samples >= least ? samples : undefined;
  };
  return eventually(count, { timeoutMs: 60_000, what: `${least} samples`, everyMs: 200 });
}
