import { errorLine } from '../../src/cli/usage-error.ts';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor, type Monitor } from '../../src/model/monitor.ts';
import type { Host } from '../../src/ui/host.ts';
import { runScreen } from '../../src/ui/run.tsx';

/** The real screen around a host that breaks in the way named by the first argument, once the letter x is asked of it by `r`. */
const [how = '', recording = ''] = process.argv.slice(2);
const inner = createMonitor({ windowSeconds: 60 });
for await (const sample of readSamples(recording)) inner.push(sample);
let broken = false;
const listeners = new Set<() => void>();

const monitor: Monitor = {
  ...inner,
  get latest() {
    if (broken && how === 'render') throw new Error('broken while drawing');
    return inner.latest;
  },
  get newest() {
    return inner.newest;
  },
  get oldest() {
    return inner.oldest;
  },
  trend(request, number) {
    if (broken && how === 'pane') throw new Error('broken \u001b[31mpane');
    return inner.trend(request, number);
  },
};

const host: Host = {
  monitor,
  mode: 'live',
  endpoints: ['https://10.0.0.11:2379'],
  allowActions: false,
  intervalSeconds: 3600,
  recording: undefined,
  diagnostics: [],
  now: () => inner.latest?.at ?? 0,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  setInterval() {},
  sampleNow() {
    broken = true;
    if (how === 'rejection') void Promise.reject(new Error('broken promise'));
    if (how === 'throw')
      setTimeout(() => {
        throw new Error('broken timer');
      });
    for (const listener of listeners) listener();
  },
  mark() {},
  writeSample: () => Promise.reject(new Error('the disk is full')),
  copy: () => Promise.reject(new Error('the disk is full')),
  toggleRecording: () => Promise.reject(new Error('the disk is full')),
  async *runDiagnostic() {},
};

try {
  await runScreen(host, { look: { glyphs: 'block', colors: '16' }, keys: true, alternateScreen: true });
} catch (error) {
  process.stderr.write(errorLine(error));
  process.exitCode = 3;
}
process.exit();
