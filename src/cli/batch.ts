import type { Monitor } from '../model/monitor.ts';
import { judge } from '../model/verdict.ts';
import type { Format } from '../report/format.ts';
import type { Session } from './session.ts';
import { errorLine } from './usage-error.ts';

export type BatchOptions = {
  readonly session: Session;
  readonly monitor: Monitor;
  readonly format: Format;
  /** Blocks to print; undefined prints until the source ends. */
  readonly count: number | undefined;
  /** Samples before this wall time are taken, not printed. */
  readonly from?: number | undefined;
};

/** Prints a block per sample. The first sample has no rates, so that printing begins with the second; returns the exit code. */
export async function runBatch({ session, monitor, format, count, from }: BatchOptions): Promise<number> {
  const print = format.open({ failOn: 'critical' });
  let blocks = 0;
  let said: string | undefined;
  let seen = -1;
  const block = () => {
    const view = monitor.latest;
    if (view === undefined || blocks === count) return;
    blocks += 1;
    process.stdout.write(print(view));
    if (blocks === count) session.stop();
  };
  session.subscribe(() => {
    const problem = session.problem();
    if (problem !== undefined && problem !== said) process.stderr.write(errorLine(new Error(problem)));
    said = problem;
    if (monitor.newest === seen) return;
    seen = monitor.newest;
    if (seen >= 1 && (monitor.latest?.at ?? 0) >= (from ?? 0)) block();
  });
  await session.run();
  if (blocks === 0) block();
  return judge(monitor.latest).exitCode;
}
