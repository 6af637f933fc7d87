import { createMonitor } from '../model/monitor.ts';
import { judge } from '../model/verdict.ts';
import { liveFeed } from './feed.ts';
import { type ConnectionFlags, readConnection } from './options/connection-flags.ts';
import { openProgress } from './progress.ts';
import { createRecordingSwitch } from './recording-switch.ts';
import { createSession } from './session.ts';
import { errorLine } from './usage-error.ts';

/** What `record` was asked for; undefined is "not said". */
export type RecordFlags = ConnectionFlags & {
  readonly interval: number;
  readonly count?: number | undefined;
  readonly duration?: number | undefined;
};

const retryMs = 1000;
const windowSeconds = 60;

/** Records until the count, the time, or a signal; tells how it goes on a terminal's stderr. */
export async function record(file: string, flags: RecordFlags): Promise<number> {
  const { plan, thresholds } = await readConnection(flags);
  const recording = createRecordingSwitch(file, 'record');
  // Only the last views count here: their verdict is the exit code.
  const monitor = createMonitor({ windowSeconds, thresholds, memberSamples: 1000 });
  const session = createSession({ monitor, open: liveFeed(plan, flags.interval), writer: () => recording, retryMs });
  const progress = openProgress();
  let problem: string | undefined;
  session.subscribe(() => {
    const samples = monitor.newest + 1;
    problem = session.problem();
    progress.show(`${file}: ${samples} samples, ${recording.current()?.bytes ?? 0} bytes; Ctrl-C ends`);
    if (samples === flags.count || recording.current() === undefined) session.stop();
  });
  const timer = flags.duration === undefined ? undefined : setTimeout(session.stop, flags.duration * 1000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, session.stop);
  try {
    await session.run();
  } finally {
    clearTimeout(timer);
    progress.clear();
  }
  const bytes = recording.current()?.bytes ?? 0;
  recording.close();
  process.stderr.write(`${file}: ${monitor.newest + 1} samples, ${bytes} bytes\n`);
  if (problem !== undefined) process.stderr.write(errorLine(new Error(problem)));
  return judge(monitor.latest).exitCode === 3 || bytes === 0 ? 3 : 0;
}
