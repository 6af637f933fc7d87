import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordScenario } from './recordings/record-scenario.ts';
import { scenarios } from './recordings/scenarios.ts';
import { say } from './steps.ts';

// Records real clusters in trouble: what the demo replays, and what the goldens of whole frames are made from.
// Names of scenarios as arguments choose some of them; a slow disk needs strace and the right to trace.

const root = join(import.meta.dirname, '..');
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => scenarios.every((one) => one.name !== name));
if (unknown.length > 0) {
  say(`no such recording: ${unknown.join(', ')}; there are ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
for (const scenario of scenarios) {
  if (chosen.length > 0 && !chosen.includes(scenario.name)) continue;
  const directory = join(root, scenario.name === 'demo' ? 'recordings' : 'test/fixtures/recordings');
  mkdirSync(directory, { recursive: true });
  await recordScenario(scenario, join(directory, `${scenario.name}.ndjson.gz`));
}
process.exit();
