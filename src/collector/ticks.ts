/** A clock that asks for one result per interval and never for two at once. */
export type Ticks<T> = {
  readonly samples: () => AsyncGenerator<T, void>;
  readonly setInterval: (seconds: number) => void;
  /** Ends the present wait. */
  readonly now: () => void;
  readonly stop: () => void;
};

/** Runs `tick` at once and then at every interval's boundary; one that overran is followed at the next boundary. */
export function ticks<T>(tick: (intervalSeconds: number) => Promise<T>, intervalSeconds: number): Ticks<T> {
  let seconds = intervalSeconds;
  let stopped = false;
  let early = false;
  let wake = () => {};

  const until = async (due: () => number) => {
    while (!stopped && !early && performance.now() < due()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, due() - performance.now()));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  async function* samples(): AsyncGenerator<T, void> {
    let boundary = performance.now();
    while (!stopped) {
      early = false;
      const result = await tick(seconds);
      if (stopped) return;
      yield result;
      const ended = performance.now();
      await until(() => nextBoundary(boundary, ended, seconds * 1000));
      boundary = early ? performance.now() : nextBoundary(boundary, ended, seconds * 1000);
    }
  }

  return {
    samples,
    setInterval: (changed) => {
      seconds = changed;
      wake();
    },
    now: () => {
      early = true;
      wake();
    },
    stop: () => {
      stopped = true;
      wake();
    },
  };
}

/** The first boundary after `from` that had not passed when the work ended. */
function nextBoundary(from: number, ended: number, lengthMs: number): number {
  return from + lengthMs * Math.max(1, Math.ceil((ended - from) / lengthMs));
}
