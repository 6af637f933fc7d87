export type EventuallyOptions = {
  /** Asked before each attempt; what it throws ends the waiting at once. */
  readonly unless?: (() => void) | undefined;
  readonly timeoutMs?: number | undefined;
  readonly what?: string | undefined;
  readonly everyMs?: number | undefined;
};

/** Repeats `attempt` until it neither throws nor gives false or undefined, and gives its value; at the deadline the last failure is part of the error. */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const { timeoutMs = 30_000, what = 'condition', everyMs = 50 } = options;
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    options.unless?.();
    try {
      const value = await attempt();
      if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) break;
    await sleep(everyMs);
  }
  const why = last instanceof Error ? `: ${last.message}` : '';
  throw new Error(`${what}: not within ${timeoutMs} ms${why}`, { cause: last });
}

/** Resolves after `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
