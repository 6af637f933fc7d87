import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSamples } from '../src/collector/replay.ts';
import { sleep } from '../test/lab/wait.ts';
import { openTerminal } from '../test/terminal/terminal.ts';
import { buildIfOlder, programFile } from './fresh-build.ts';
import { terminalSvg } from './picture-svg.ts';
import { say } from './steps.ts';

// Draws the README's pictures: the program itself on a terminal, holding still in the shipped recording while a disk is slow.

const root = join(import.meta.dirname, '..');
const recording = join(root, 'recordings/demo.ndjson.gz');
const sizes = [
  [120, 40],
  [80, 24],
] as const;

await buildIfOlder();
const at = await tellingMoment();
mkdirSync(join(root, 'docs'), { recursive: true });
for (const [columns, rows] of sizes) {
  const args = ['top', '--replay', recording, '--at', new Date(at).toISOString(), '--speed', '0'];
  const terminal = openTerminal(process.execPath, [programFile, ...args], { columns, rows, env: { TZ: 'UTC' } });
  try {
    await terminal.until((screen) => screen.includes('SLOW'), 'the slow disk');
    await untilStill(() => terminal.screen());
    const file = `docs/top-${columns}x${rows}.svg`;
    writeFileSync(join(root, file), terminalSvg(terminal, columns, rows, 'etcdoc top'));
    say(`wrote ${file}`);
  } finally {
    terminal.send('q');
    await Promise.race([terminal.exited, sleep(2_000)]);
    await terminal.close();
  }
}
process.exit();

/** Nearly a minute after the first mark: long enough for the percentiles, the alerts and the charts to tell the story. */
async function tellingMoment(): Promise<number> {
  for await (const sample of readSamples(recording)) {
    const mark = sample.marks?.[0];
    if (mark !== undefined) return mark.at + 58_000;
  }
  throw new Error('the recording has no mark');
}

async function untilStill(screen: () => string): Promise<void> {
  for (let before = ''; before !== screen(); await sleep(1_000)) before = screen();
}
