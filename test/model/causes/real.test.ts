import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expected } from '../../../scripts/incidents/expected.ts';
import { watchFor } from '../../../scripts/incidents/watched.ts';
import { readSamples } from '../../../src/collector/replay.ts';
import type { Cause } from '../../../src/model/cause.ts';
import { createMonitor } from '../../../src/model/monitor.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const recorded = new Set(readdirSync(join(fixtures, 'incidents')));

/** Every cause that a recording of a real cluster shows at some moment. */
async function causesOf(name: string): Promise<Cause[]> {
  const monitor = createMonitor({
    windowSeconds: 60,
    // The machine that was recorded had a slow disk of its own.
    thresholds: { metrics: { walFsyncP99: { warning: 0.06 }, backendCommitP99: { warning: 0.1 } } },
  });
  const causes: Cause[] = [];
  for await (const sample of readSamples(join(fixtures, 'recordings', `${name}.ndjson.gz`)))
    causes.push(...monitor.push(sample).causes);
  return causes;
}

describe('the recording of a real cluster', () => {
  test.each<[string, readonly string[]]>([
    ['healthy-3', []],
    ['five-members', []],
    ['learner', []],
    ['slow-disk', ['slow-disk']],
    ['hung', ['member-hung']],
    ['quorum-lost-and-regained', ['quorum-lost']],
    ['nospace', ['quota-exhausted']],
    // It is back before a restart would have taken too long.
    ['member-killed', []],
    ['rolling-upgrade-3.4-3.5', []],
  ])('%s has these causes above info: %s', async (name, wanted) => {
    const loud = (await causesOf(name)).filter(({ severity }) => severity !== 'info');
    expect([...new Set(loud.map(({ cause }) => cause))]).toEqual(wanted);
  });

  test.each<[string, readonly string[]]>([
    ['member-killed', ['member-down', 'planned-restart']],
    ['rolling-upgrade-3.4-3.5', ['member-down', 'upgrade-in-progress', 'planned-restart']],
  ])('%s is told as info: %s', async (name, wanted) => {
    expect([...new Set((await causesOf(name)).map(({ cause }) => cause))]).toEqual(wanted);
  });
});

test.each([
  ['lost-quorum', ['critical quorum-lost', 'warning slow-disk']],
  ['one-way-partition', ['critical partition', 'warning slow-disk']],
  ['near-quota', ['warning quota-soon', 'warning slow-disk']],
])('in %s a disk is no worse than its own findings, and a guess stands behind what is known', async (name, wanted) => {
  const monitor = createMonitor({ windowSeconds: 60 });
  for await (const sample of readSamples(join(fixtures, 'incidents', `${name}.ndjson.gz`))) monitor.push(sample);
  expect(monitor.latest?.causes.map(({ severity, cause }) => `${severity} ${cause}`)).toEqual(wanted);
});

describe('the recorded incident', () => {
  test('is there, each of them, and enough of both kinds', () => {
    expect([...recorded].sort()).toEqual(expected.map(({ name }) => `${name}.ndjson.gz`).sort());
    expect(expected.filter(({ cause }) => cause !== undefined).length).toBeGreaterThanOrEqual(16);
    expect(expected.filter(({ cause }) => cause === undefined).length).toBeGreaterThanOrEqual(8);
  });
  test.each(expected)('$name: $cause', async (incident) => {
    const evidence = new Set<string>();
    const watched = watchFor(incident);
    for await (const sample of readSamples(join(fixtures, 'incidents', `${incident.name}.ndjson.gz`))) {
      watched.take(sample);
      for (const named of watched.latest()?.causes ?? [])
        if (named.cause === incident.cause) for (const said of named.evidence) evidence.add(said);
    }
    if (incident.cause !== undefined) expect([...evidence].join('; ')).toMatch(/\d/);
    expect(watched.said()).toMatchObject({ first: incident.cause, falseAlarms: [] });
  });
});
