import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What this process uses, in base units; undefined where the system does not tell. */
export type ProcessNumbers = {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly startedAtSeconds: number;
  readonly openFds: number | undefined;
  readonly maxFds: number | undefined;
  /** By how much timers were late in the last one to two minutes. */
  readonly lagP99Seconds: number | undefined;
  readonly lagMaxSeconds: number | undefined;
};

/** The delay monitor's own resolution, which every one of its numbers contains. */
const resolutionMs = 20;
const lagWindowMs = 60_000;

/** Watches this process until closed. */
export function watchProcess() {
  const startedAtSeconds = Date.now() / 1000 - process.uptime();
  const maxFds = fdLimit();
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  let before = { p99: 0, max: 0 };
  const lag = () =>
    delays.count === 0 ? { p99: 0, max: 0 } : { p99: late(delays.percentile(99)), max: late(delays.max) };
  const turn = setInterval(() => {
    before = lag();
    delays.reset();
  }, lagWindowMs);
  turn.unref();
  return {
    numbers: (): ProcessNumbers => {
      const { user, system } = process.cpuUsage();
      const memory = process.memoryUsage();
      const now = lag();
      return {
        cpuSeconds: (user + system) / 1e6,
        residentBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        heapTotalBytes: memory.heapTotal,
        externalBytes: memory.external,
        startedAtSeconds,
        openFds: openFds(),
        maxFds,
        lagP99Seconds: Math.max(now.p99, before.p99),
        lagMaxSeconds: Math.max(now.max, before.max),
      };
    },
    close: () => {
      clearInterval(turn);
      delays.disable();
    },
  };
}

const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1000);

function openFds(): number | undefined {
  try {
    // One of them is the directory being read.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}

function fdLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
