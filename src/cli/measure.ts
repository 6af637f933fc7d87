import { createMonitor, type MonitorOptions } from '../model/monitor.ts';
import type { ClusterSample } from '../model/sample.ts';
import type { ClusterView } from '../model/view.ts';
import type { Feed, OpenFeed } from './feed.ts';
import { runLoop } from './loop.ts';
import { errorLine, UsageError } from './usage-error.ts';

export type MeasureOptions = MonitorOptions & {
  /** Samples to take; undefined takes all until the source ends. */
  readonly samples: number | undefined;
  /** Gives up waiting after this many ms; undefined waits for the source. */
  readonly limitMs: number | undefined;
  /** Recordings: samples after this wall ms are not looked at. */
  readonly until?: number | undefined;
  /** Told of each sample, from 1. */
  readonly taken?: ((samples: number) => void) | undefined;
};

/** Takes samples of a feed and returns the last view; undefined when none came in time. */
export async function measure(open: OpenFeed, options: MeasureOptions): Promise<ClusterView | undefined> {
  const { until = Number.POSITIVE_INFINITY } = options;
  const monitor = createMonitor(options);
  const enough = new AbortController();
  const failed = (what: string, error: unknown) =>
    process.stderr.write(errorLine(new Error(`${what}: ${String(error)}`)));
  let samples = 0;
  let early: ClusterSample | undefined;
  let feed: Feed | undefined;
  const take = (sample: ClusterSample) => {
    if (sample.at > until) {
      early = sample;
      enough.abort();
      return;
    }
    monitor.push(sample);
    samples += 1;
    options.taken?.(samples);
    if (samples === options.samples) enough.abort();
  };
  const run = async () => {
    feed = await open();
    if (enough.signal.aborted) return feed.close();
    await runLoop(feed.source, { steps: [{ name: 'derive', take }], failed, signal: enough.signal });
  };
  try {
    await Promise.race([run(), ...(options.limitMs === undefined ? [] : [after(options.limitMs)])]);
  } finally {
    enough.abort();
    feed?.close();
  }
  if (samples === 0 && early !== undefined)
    throw new UsageError('--at', `the recording begins at ${new Date(early.at).toISOString()}`, 'name a later moment');
  return monitor.latest;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
