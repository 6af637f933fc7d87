import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { MetricSet, Shape } from '../model/metric-set.ts';
import type { ClusterSample, Mark, Source } from '../model/sample.ts';
import { recordingFormat, toRecorded } from './recording-format.ts';

export type RecorderOptions = {
  /** A file that would grow beyond this many bytes is put aside (64 MiB). */
  readonly maxBytes?: number | undefined;
  /** How many files there may be in all, the present one among them (4). */
  readonly maxFiles?: number | undefined;
};

/** Writes samples to a file, readable by its owner only. It holds what etcd says of itself: no keys, no values, no secrets. */
export type Recorder = {
  readonly path: string;
  readonly write: (sample: ClusterSample) => void;
  /** Puts a mark into the next sample. */
  readonly mark: (mark: Mark) => void;
  readonly close: () => void;
  readonly bytes: () => number;
  /** Why nothing is written any more, in one sentence; undefined while all is well. */
  readonly problem: () => string | undefined;
};

/** Opens a recording. Throws one sentence when the file exists or cannot be made: nothing is ever overwritten or followed. */
export function openRecorder(path: string, options: RecorderOptions = {}): Recorder {
  const { maxBytes = 64 * 1024 * 1024, maxFiles = 4 } = options;
  let file = create(path);
  let open = true;
  let bytes = 0;
  let problem: string | undefined;
  let marks: Mark[] = [];
  let shapes = new Map<Shape, number>();

  const put = (line: object) => {
    const data = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let done = 0; done < data.length; ) done += writeSync(file, data, done);
    bytes += data.length;
  };
  const begin = () => {
    bytes = 0;
    shapes = new Map();
    put({ etcdoc: recordingFormat, startedAt: Date.now() });
  };
  const rotate = () => {
    closeSync(file);
    open = false;
    rmSync(`${path}.${maxFiles - 1}`, { force: true });
    for (let number = maxFiles - 2; number >= 1; number -= 1)
      renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    if (maxFiles > 1) renameSync(path, `${path}.1`);
    else rmSync(path);
    file = create(path);
    open = true;
    begin();
  };
  const shapeId = ({ shape }: MetricSet): number => {
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    const id = shapes.size;
    put({ shape: id, keys: shape.keys });
    shapes.set(shape, id);
    return id;
  };
  const end = () => {
    if (!open) return;
    open = false;
    closeSync(file);
  };
  const guarded = (work: () => void) => {
    if (problem !== undefined) return;
    try {
      work();
    } catch (error) {
      problem = `recording to ${path} has stopped: ${reason(error)}`;
      try {
        end();
      } catch {
        // Nothing more can be done for this file.
      }
    }
  };

  guarded(begin);
  return {
    path,
    write: (sample) =>
      guarded(() => {
        if (!open) return;
        if (bytes >= maxBytes) rotate();
        const all = [...(sample.marks ?? []), ...marks];
        put({ sample: toRecorded(all.length === 0 ? sample : { ...sample, marks: all }, shapeId) });
        marks = [];
      }),
    mark: (mark) => {
      marks.push(mark);
    },
    close: () =>
      guarded(() => {
        if (open) fsyncSync(file);
        end();
      }),
    bytes: () => bytes,
    problem: () => problem,
  };
}

/** The same source, each sample written down on its way. Closes the recorder when the source ends or is left. */
export async function* record(source: Source, recorder: Recorder): AsyncGenerator<ClusterSample, void> {
  try {
    for await (const sample of source) {
      recorder.write(sample);
      yield sample;
    }
  } finally {
    recorder.close();
  }
}

function create(path: string): number {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  try {
    return openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  } catch (error) {
    throw new Error(`cannot record to ${path}: ${reason(error)}`, { cause: error });
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    EEXIST: 'the file exists already, and is not overwritten',
    ENOENT: 'its directory does not exist',
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space is left on the device',
    EDQUOT: 'the disk quota is used up',
    EFBIG: 'the file would become too large',
    EISDIR: 'it is a directory',
  };
  return words[code ?? ''] ?? message;
}
