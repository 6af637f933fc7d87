import type { Monitor } from '../model/monitor.ts';
import type { ClusterSample, Mark, Source } from '../model/sample.ts';
import { errorMessage } from '../text/error-message.ts';
import type { Feed, OpenFeed } from './feed.ts';
import { runLoop } from './loop.ts';

/** Recording, as far as a session needs it. */
export type SampleWriter = { readonly write: (sample: ClusterSample) => void };

export type SessionOptions = {
  readonly monitor: Pick<Monitor, 'push'>;
  readonly open: OpenFeed;
  /** Written before anything else is done with a sample; undefined while nothing is recorded. */
  readonly writer: () => SampleWriter | undefined;
  /** A live source that breaks is asked again; a replay is not. */
  readonly retryMs?: number | undefined;
  /** Told of each failure of a step or of the source. */
  readonly failed?: ((what: string, error: unknown) => void) | undefined;
};

/** A source on its way through the one loop into a monitor, and who wants to hear of it. */
export type Session = {
  /** Opens the feed and takes samples until it ends or `stop`; called once. */
  readonly run: () => Promise<void>;
  readonly stop: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly mark: (mark: Mark) => void;
  /** Steers the feed, now or as soon as it is open. */
  readonly steer: (how: (feed: Feed) => void) => void;
  /** Whether the feed has given all it had. */
  readonly ended: () => boolean;
  /** The last thing that failed, in one sentence. */
  readonly problem: () => string | undefined;
};

/** A session that has not begun. */
export function createSession({ monitor, open, writer, retryMs, failed: tell }: SessionOptions): Session {
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let feed: Feed | undefined;
  let waiting: ((feed: Feed) => void)[] = [];
  let marks: Mark[] = [];
  let problem: string | undefined;
  let ended = false;

  const notify = () => {
    for (const listener of listeners) listener();
  };
  const failed = (what: string, error: unknown) => {
    problem = `${what} failed: ${errorMessage(error)}`;
    tell?.(what, error);
    notify();
  };
  const steps = [
    { name: 'recording', take: (sample: ClusterSample) => writer()?.write(sample) },
    { name: 'deriving the view', take: (sample: ClusterSample) => void monitor.push(sample) },
    { name: 'drawing', take: notify },
  ];
  async function* withMarks(source: Source): AsyncGenerator<ClusterSample> {
    for await (const sample of source) {
      const added = marks;
      marks = [];
      yield added.length === 0 ? sample : { ...sample, marks: [...(sample.marks ?? []), ...added] };
    }
  }

  return {
    run: async () => {
      const opened = await open();
      feed = opened;
      if (stopping.signal.aborted) return opened.close();
      for (const how of waiting) how(opened);
      waiting = [];
      const source = { [Symbol.asyncIterator]: () => withMarks(opened.source) };
      await runLoop(source, { steps, failed, signal: stopping.signal, retryMs });
      ended = !stopping.signal.aborted;
      notify();
    },
    stop: () => {
      stopping.abort();
      feed?.close();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    mark: (mark) => void marks.push(mark),
    steer: (how) => {
      if (feed) how(feed);
      else waiting.push(how);
    },
    ended: () => ended,
    problem: () => problem,
  };
}
