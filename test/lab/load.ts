import type { LabCluster } from './lab-cluster.ts';
import { sleep } from './wait.ts';

export type LoadOptions = {
  readonly putsPerSecond?: number | undefined;
  readonly rangesPerSecond?: number | undefined;
  readonly valueBytes?: number | undefined;
  /** How long it lasts if nobody stops it; an hour at most. */
  readonly seconds: number;
};

export type Load = {
  readonly counts: { readonly puts: number; readonly ranges: number; readonly failures: number };
  /** Ends it and resolves when the last call has been answered. */
  readonly stop: () => Promise<void>;
  readonly finished: Promise<void>;
};

const most = { putsPerSecond: 2_000, rangesPerSecond: 5_000, valueBytes: 64 * 1024, seconds: 3_600 };
const keys = 500;
const inFlight = 64;

/** A steady gentle load, spread over the members, over a fixed set of keys; it stops by itself and never leaves loopback. */
export function startLoad(cluster: LabCluster, options: LoadOptions): Load {
  assertLoopback(cluster);
  const { putsPerSecond = 20, rangesPerSecond = 0, valueBytes = 256, seconds } = options;
  for (const [name, value] of Object.entries({ putsPerSecond, rangesPerSecond, valueBytes, seconds })) {
    if (value > most[name as keyof typeof most]) throw new Error(`lab: ${name} ${value} is no gentle load`);
  }
  const counts = { puts: 0, ranges: 0, failures: 0 };
  const value = new Uint8Array(valueBytes).fill(120);
  const pending = new Set<Promise<void>>();
  let stopped = false;
  let turn = 0;
  const issue = (kind: 'puts' | 'ranges') => {
    if (pending.size >= inFlight) return;
    turn += 1;
    const member = cluster.members[turn % cluster.members.length];
    if (member === undefined) return;
    const key = `etcdoc-lab/load/${turn % keys}`;
    const call =
      kind === 'puts' ? member.api.put(key, value, 2_000) : member.api.range(key, { serializable: turn % 2 === 0 });
    const done = call.then(
      () => {
        counts[kind] += 1;
      },
      () => {
        counts.failures += 1;
      },
    );
    pending.add(done);
    void done.finally(() => pending.delete(done));
  };
  const run = async () => {
    const start = performance.now();
    const owed = { puts: 0, ranges: 0 };
    for (let elapsed = 0; !stopped && elapsed < seconds; elapsed = (performance.now() - start) / 1000) {
      for (; owed.puts < elapsed * putsPerSecond; owed.puts += 1) issue('puts');
      for (; owed.ranges < elapsed * rangesPerSecond; owed.ranges += 1) issue('ranges');
      await sleep(20);
    }
    await Promise.allSettled(pending);
  };
  const finished = run();
  return {
    counts,
    finished,
    stop: () => {
      stopped = true;
      return finished;
    },
  };
}

function assertLoopback(cluster: LabCluster): void {
  for (const endpoint of cluster.endpoints) {
    const { hostname } = new URL(endpoint);
    if (!/^(127\.|localhost$|\[::1\]$)/.test(hostname)) throw new Error(`lab: ${hostname} is not loopback`);
  }
}
