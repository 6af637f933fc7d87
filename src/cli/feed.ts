import type { ClusterSample, Source } from '../model/sample.ts';
import { errorMessage } from '../text/error-message.ts';
import { settleConnection } from './options/connect.ts';
import type { ConnectionPlan } from './options/connection-options.ts';
import { asUsage, UsageError } from './usage-error.ts';

/** A source and the ways to steer it; what does not apply does nothing. */
export type Feed = {
  readonly source: Source;
  readonly setInterval: (seconds: number) => void;
  readonly sampleNow: () => void;
  /** Replay only: pace as a multiple of the recording's own. */
  readonly setSpeed?: ((speed: number) => void) | undefined;
  readonly close: () => void;
};

/** Opens a feed; called after the first frame, because it loads the network code. */
export type OpenFeed = () => Promise<Feed>;

/** Polls the cluster. Certificates that cannot be used are an error of configuration. */
export const liveFeed =
  (plan: ConnectionPlan, intervalSeconds: number, leastDeadlineMs?: number): OpenFeed =>
  async () => {
    const [{ createPoller }, connection] = await Promise.all([
      import('../collector/poller.ts'),
      settleConnection(plan),
    ]);
    const poller = asUsage(() => createPoller(connection, { intervalSeconds, leastDeadlineMs }));
    return {
      source: poller,
      setInterval: (seconds) => poller.setInterval(seconds),
      sampleNow: () => poller.sampleNow(),
      close: () => poller.close(),
    };
  };

/** Polls it for two samples one window apart: however short that is, an answer has time, and two of them before the run must end. */
export const windowFeed = (plan: ConnectionPlan, windowSeconds: number): OpenFeed =>
  liveFeed(plan, windowSeconds, Math.min(patienceMs, plan.commandTimeoutMs / 2));

/** Enough for a busy machine to answer in. */
const patienceMs = 2000;

export type ReplayOptions = {
  /** Wall ms to start at. */
  readonly at?: number | undefined;
  /** Infinity plays as fast as it is read. */
  readonly speed: number;
};

/** Plays a recording. */
export const replayFeed =
  (file: string, options: ReplayOptions): OpenFeed =>
  async () => {
    const { createReplay } = await import('../collector/replay.ts');
    const replay = createReplay(file, options);
    return {
      source: { [Symbol.asyncIterator]: () => explained(replay) },
      setInterval: () => {},
      sampleNow: () => {},
      setSpeed: (speed) => replay.setSpeed(speed),
      close: () => replay.close(),
    };
  };

/** A file that is no recording is an error of usage. */
async function* explained(source: Source): AsyncGenerator<ClusterSample> {
  try {
    yield* source;
  } catch (error) {
    throw new UsageError('--replay', errorMessage(error));
  }
}
