import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { MetricSet, Shape } from '../model/metric-set.ts';
import type { ClusterSample, Source } from '../model/sample.ts';
import { shapeOfPage } from './page-shape.ts';
import { type NumberedLine, readLines } from './recording-lines.ts';
import { bodyLine, fromRecorded, headerLine } from './recording-schema.ts';

export type ReplayOptions = {
  /** Wall time (ms since epoch) at which to begin; samples before it come at once, so that history is there. */
  readonly at?: number | undefined;
  /** Times real time (1); 0 stands still, Infinity gives everything at once. */
  readonly speed?: number | undefined;
};

/** A recording as a source. To be iterated once. */
export type Replay = Source & {
  readonly path: string;
  readonly setSpeed: (speed: number) => void;
  /** Gives the next sample without waiting for its time. */
  readonly step: () => void;
  readonly close: () => void;
};

/** Replays a recording (`.gz` too). Iterating throws one sentence with the line number for what is no recording. */
export function createReplay(path: string, options: ReplayOptions = {}): Replay {
  let speed = options.speed ?? 1;
  let closed = false;
  let stepping = false;
  let wake = () => {};

  /** Waits until the recording's clock has moved on by `gapMs`, at a speed that may change meanwhile. */
  const pass = async (gapMs: number) => {
    let left = Math.min(gapMs, longestGapMs);
    while (left > 0 && !closed && !stepping && Number.isFinite(speed)) {
      const running = speed;
      const started = performance.now();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, running > 0 ? left / running : idleMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      left -= (performance.now() - started) * running;
    }
    stepping = false;
  };

  async function* samples(): AsyncGenerator<ClusterSample, void> {
    let before: ClusterSample | undefined;
    for await (const sample of readSamples(path)) {
      if (before !== undefined && sample.at >= (options.at ?? Number.NEGATIVE_INFINITY)) {
        await pass(sample.mono - before.mono);
      }
      if (closed) return;
      yield sample;
      before = sample;
    }
  }

  return {
    path,
    setSpeed: (changed) => {
      speed = changed;
      wake();
    },
    step: () => {
      stepping = true;
      wake();
    },
    close: () => {
      closed = true;
      wake();
    },
    [Symbol.asyncIterator]: samples,
  };
}

/** How long a paused replay sleeps at a time. */
const idleMs = 60_000;

/** A longer pause, as from a suspended machine, is not sat through. */
const longestGapMs = 60_000;

/** The samples of a recording as fast as they can be read. A last line without its end is left out: the writer was stopped there. */
export async function* readSamples(path: string): AsyncGenerator<ClusterSample, void> {
  const shapes = new Map<number, Shape>();
  const setOf = (id: number, values: Float64Array): MetricSet => {
    const shape = shapes.get(id);
    if (shape === undefined) throw new Error(`names shape ${id}, which no line before it describes`);
    if (shape.keys.length !== values.length)
      throw new Error(`has ${values.length} values for ${shape.keys.length} series`);
    return { shape, values };
  };
  let first = true;
  for await (const line of readLines(path, open(path))) {
    if (first) {
      first = false;
      parseLine(path, line, (value) => headerLine.parse(value));
      continue;
    }
    const sample = parseLine(path, line, (value) => {
      const body = bodyLine.parse(value);
      if ('sample' in body) return fromRecorded(body.sample, setOf);
      shapes.set(body.shape, shapeOfPage(body.keys));
      return undefined;
    });
    if (sample !== undefined) yield sample;
  }
  if (first) throw new Error(`${path} is empty: no recording`);
}

function open(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unzipped = createGunzip();
  file.on('error', (error) => unzipped.destroy(error));
  return file.pipe(unzipped);
}

function parseLine<T>(path: string, { number, text }: NumberedLine, parse: (value: unknown) => T): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${path} line ${number}: not JSON, so not a recording of etcdoc`);
  }
  try {
    return parse(value);
  } catch (error) {
    throw new Error(`${path} line ${number}: ${number === 1 ? 'not a recording of etcdoc' : why(error)}`);
  }
}

/** The first complaint of the schema, by the path of the field. */
function why(error: unknown): string {
  const issue = (error as { issues?: { path: PropertyKey[]; message: string; errors?: unknown }[] }).issues?.[0];
  if (issue === undefined) return (error as Error).message;
  const nested = (issue.errors as { path: PropertyKey[]; message: string }[][] | undefined)?.flat();
  const deepest = nested?.toSorted((a, b) => b.path.length - a.path.length)[0] ?? issue;
  return `${deepest.path.join('.') || 'the line'}: ${deepest.message}`;
}
