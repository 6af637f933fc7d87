import { openRecorder, type Recorder } from '../collector/recording.ts';
import type { ClusterSample } from '../model/sample.ts';
import { errorMessage } from '../text/error-message.ts';
import { outputPath, shortPath } from './output-file.ts';
import { UsageError } from './usage-error.ts';

/** A recording that can be switched on and off while samples come. */
export type RecordingSwitch = {
  readonly write: (sample: ClusterSample) => void;
  /** Switches and says what it did. */
  readonly toggle: () => string;
  readonly current: () => { readonly path: string; readonly bytes: number } | undefined;
  readonly close: () => void;
};

/** Begins with a recording to `path`, or without one; a path that cannot be written is an error of usage. */
export function createRecordingSwitch(path: string | undefined, flag = '--record'): RecordingSwitch {
  let recorder: Recorder | undefined = path === undefined ? undefined : openNamed(path, flag);
  const stop = (): Recorder | undefined => {
    const stopped = recorder;
    recorder = undefined;
    stopped?.close();
    return stopped;
  };
  return {
    write: (sample) => {
      recorder?.write(sample);
      const problem = recorder?.problem();
      if (problem === undefined) return;
      stop();
      throw new Error(problem);
    },
    toggle: () => {
      const stopped = stop();
      if (stopped) return `recording stopped: ${shortPath(stopped.path)}, ${stopped.bytes()} bytes`;
      recorder = openRecorder(outputPath(Date.now(), '.ndjson'));
      return `recording to ${shortPath(recorder.path)}`;
    },
    current: () => recorder && { path: recorder.path, bytes: recorder.bytes() },
    close: () => void stop(),
  };
}

function openNamed(path: string, flag: string): Recorder {
  try {
    return openRecorder(path);
  } catch (error) {
    throw new UsageError(flag, errorMessage(error), 'name a new file');
  }
}
