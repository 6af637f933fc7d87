import type { Connection } from '../collector/connection.ts';
import { diagnostics } from '../diagnostics/diagnostics.ts';
import type { DiagnosticEvent } from '../model/diagnostic.ts';
import type { Monitor } from '../model/monitor.ts';
import { clean } from '../text/clean.ts';
import type { Host } from '../ui/host.ts';
import { clipboardSequence } from './clipboard.ts';
import { outputPath, shortPath, writeNew } from './output-file.ts';
import type { RecordingSwitch } from './recording-switch.ts';
import type { Session } from './session.ts';

export type ScreenHostOptions = {
  readonly session: Session;
  readonly monitor: Monitor;
  readonly mode: Host['mode'];
  readonly endpoints: readonly string[];
  readonly intervalSeconds: number;
  /** The pace of a replay; as recorded where it is not said. */
  readonly speed?: number | undefined;
  readonly allowActions: boolean;
  /** Loads the recorder when it is first needed. */
  readonly recording: { readonly get: () => Promise<RecordingSwitch>; readonly current: Host['recording'] };
  /** Undefined in a replay: there is no cluster to ask. */
  readonly connect: (() => Promise<Connection>) | undefined;
};

/** What the screen may ask of this program. */
export function createScreenHost(options: ScreenHostOptions): Host {
  const { session, monitor, mode, recording, connect } = options;
  let intervalSeconds = options.intervalSeconds;
  let speed = options.speed ?? 1;
  let held = false;
  const pace = () => session.steer((feed) => feed.setSpeed?.(held ? 0 : speed));
  return {
    monitor,
    mode,
    endpoints: options.endpoints,
    allowActions: options.allowActions,
    subscribe: session.subscribe,
    get intervalSeconds() {
      return intervalSeconds;
    },
    get problem() {
      return session.problem();
    },
    get recording() {
      return recording.current;
    },
    now: () => (mode === 'replay' ? (monitor.latest?.at ?? Date.now()) : Date.now()),
    setInterval: (seconds) => {
      intervalSeconds = seconds;
      session.steer((feed) => feed.setInterval(seconds));
    },
    sampleNow: () => session.steer((feed) => feed.sampleNow()),
    setSpeed: (wanted) => {
      speed = wanted;
      pace();
    },
    hold: (still) => {
      held = still;
      pace();
    },
    get replay() {
      return mode === 'replay' ? { speed, ended: session.ended() } : undefined;
    },
    mark: (text) => session.mark({ at: Date.now(), text }),
    writeSample: async (number, screen) => writeSample(monitor, number, screen),
    copy: async (text) => copy(text),
    toggleRecording: async () => (await recording.get()).toggle(),
    diagnostics: connect === undefined ? [] : diagnostics,
    runDiagnostic: (id, signal) => runById(id, monitor, connect, signal),
    suspend: process.platform === 'win32' ? undefined : suspend,
  };
}

async function writeSample(monitor: Monitor, number: number, screen: string): Promise<string> {
  const sample = monitor.sampleAt(number);
  if (sample === undefined) return 'there is no sample to write yet';
  const { openRecorder } = await import('../collector/recording.ts');
  const text = writeNew(outputPath(sample.at, '.txt'), `${screen}\n`);
  const recorder = openRecorder(text.replace(/\.txt$/, '.ndjson'));
  recorder.write(sample);
  recorder.close();
  const problem = recorder.problem();
  if (problem !== undefined) throw new Error(problem);
  return `wrote ${shortPath(text)} and the same as .ndjson`;
}

/** Terminals do not say whether they took it, so the text is kept in a file as well. */
function copy(text: string): string {
  const path = writeNew(outputPath(Date.now(), '-copy.txt'), `${text.split('\n').map(clean).join('\n')}\n`);
  const sequence = clipboardSequence(text, process.env);
  if (sequence === undefined) return `too long for the clipboard: saved to ${shortPath(path)}`;
  process.stdout.write(sequence);
  return `copied if the terminal allows it, and saved to ${shortPath(path)}`;
}

async function* runById(
  id: string,
  monitor: Monitor,
  connect: ScreenHostOptions['connect'],
  signal: AbortSignal,
): AsyncGenerator<DiagnosticEvent> {
  const diagnostic = diagnostics.find((one) => one.id === id);
  const view = monitor.latest;
  if (diagnostic === undefined || connect === undefined) throw new Error(`there is no diagnostic ${id} here`);
  if (view === undefined || view.members.length === 0) throw new Error('no member is known yet');
  const [{ runDiagnostic }, connection] = await Promise.all([import('../diagnostics/run.ts'), connect()]);
  yield* runDiagnostic(diagnostic, view, connection, signal);
}

/** Hands the terminal back to the shell; `fg` continues. */
function suspend(repaint: () => void): void {
  process.once('SIGCONT', repaint);
  process.kill(0, 'SIGTSTP');
}
