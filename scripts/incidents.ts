import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expected } from './incidents/expected.ts';
import { plays } from './incidents/plays.ts';
import { runIncident } from './incidents/run-incident.ts';
import { say } from './steps.ts';

// Makes incidents on real clusters and prints what was named first, after how long, and what was named falsely.
// Names as arguments choose some; --record keeps the samples for the fast tests. Slow disks need strace.

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const recording = process.argv.includes('--record');
const directory = join(import.meta.dirname, '../test/fixtures/incidents');
const unknown = names.filter((name) => expected.every((one) => one.name !== name));
if (unknown.length > 0) {
  say(`no such incident: ${unknown.join(', ')}; there are ${expected.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
if (recording) mkdirSync(directory, { recursive: true });
const line = (...cells: string[]) =>
  process.stdout.write(
    `${cells
      .map((cell, at) => cell.padEnd([22, 20, 20, 8, 5][at] ?? 0))
      .join(' ')
      .trimEnd()}\n`,
  );
let passed = 0;
let played = 0;
line('INCIDENT', 'EXPECTED', 'NAMED FIRST', 'AFTER s', 'OK', 'FALSE ALARMS');
for (const one of expected) {
  const play = plays[one.name];
  if (play === undefined || (names.length > 0 && !names.includes(one.name))) continue;
  played += 1;
  try {
    const { first, seconds, falseAlarms } = await runIncident(
      one,
      play,
      recording ? join(directory, `${one.name}.ndjson.gz`) : undefined,
    );
    const ok = first === one.cause && falseAlarms.length === 0;
    if (ok) passed += 1;
    line(
      one.name,
      one.cause ?? '-',
      first ?? '-',
      seconds?.toFixed(1) ?? '-',
      ok ? 'yes' : 'NO',
      falseAlarms.join(' '),
    );
  } catch (error) {
    line(one.name, one.cause ?? '-', 'not played', '-', 'NO', error instanceof Error ? error.message : String(error));
  }
}
process.stdout.write(`${passed} of ${played} as expected\n`);
process.exit(passed === played ? 0 : 1);
