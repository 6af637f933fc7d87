import { Writable } from 'node:stream';
import { render } from 'ink';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { App } from '../../src/ui/app.tsx';
import { createScreen } from '../../src/ui/screen.ts';
import { initialState } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';

/** The whole screen as a program of its own, a sample after the other without a pause: what is on its heap after so many refreshes. */
const [recording = '', ...counts] = process.argv.slice(2);
const [columns, rows] = [120, 40];
const ringOfMinutes = 3 * 120;

let frames = 0;
const stdout = Object.assign(
  new Writable({
    write(chunk: Buffer, _, done) {
      // A frame is written between two marks of its own.
      if (chunk.length > 20) frames += 1;
      done();
    },
  }),
  { columns, rows, isTTY: true },
) as unknown as NodeJS.WriteStream;

const samples: ClusterSample[] = [];
for await (const sample of readSamples(recording)) samples.push(sample);
const monitor = createMonitor({ windowSeconds: 60, memberSamples: ringOfMinutes });
const { host, tick } = hostOf(monitor, { now: () => monitor.latest?.at ?? 0 });
const nothing = () => undefined;
const screen = createScreen(host, {
  look: { glyphs: 'block', colors: '16' },
  state: initialState,
  columns,
  rows,
  tools: { quit: nothing, repaint: nothing, suspend: nothing, text: () => '' },
});
const app = render(<App screen={screen} keys={false} onStart={nothing} onResize={nothing} />, {
  stdout,
  interactive: true,
  incrementalRendering: true,
  patchConsole: false,
  maxFps: 1000,
});

/** The recording again and again, each time later by its length, the counters where they were. */
function sampleOf(number: number): ClusterSample {
  const sample = samples[number % samples.length];
  const [first, last] = [samples[0], samples.at(-1)];
  if (!sample || !first || !last) throw new Error('an empty recording');
  const later = Math.floor(number / samples.length) * (last.mono - first.mono + 2000);
  const members = sample.members.map(({ metrics, ...member }) => ({
    ...member,
    metrics: metrics && { ...metrics, mono: metrics.mono + later },
  }));
  return { ...sample, at: sample.at + later, mono: sample.mono + later, members };
}

const held: { refreshes: number; frames: number; bytes: number }[] = [];
for (let number = 0, next = 0; next < counts.length; number += 1) {
  monitor.push(sampleOf(number));
  tick();
  // The frame is drawn in its own turn, and the next a millisecond later at the earliest.
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (number + 1 < Number(counts[next])) continue;
  globalThis.gc?.();
  held.push({ refreshes: number + 1, frames, bytes: process.memoryUsage().heapUsed });
  next += 1;
}
app.unmount();
process.stdout.write(JSON.stringify(held));
process.exit();
