import { afterEach } from 'vitest';
import type { Connection } from '../../src/collector/connection.ts';
import { createPoller, type Poller, type PollerOptions } from '../../src/collector/poller.ts';
import type { ClusterSample, MemberSample } from '../../src/model/sample.ts';
import { startCluster } from '../lab/cluster.ts';
import type { LabCluster } from '../lab/lab-cluster.ts';

/** What a poller has yielded so far, and waiting for a sample that looks as it should. */
export type Polling = {
  readonly poller: Poller;
  readonly samples: ClusterSample[];
  /** When each sample came, monotonic ms. */
  readonly arrivals: number[];
  /** The first sample from now on for which `wanted` holds. */
  readonly until: (
    what: string,
    wanted: (sample: ClusterSample) => boolean,
    timeoutMs?: number,
  ) => Promise<ClusterSample>;
  readonly stop: () => Promise<void>;
};

/** Starts polling in the background. */
export function startPolling(connection: Connection, options: PollerOptions = { intervalSeconds: 0.5 }): Polling {
  const poller = createPoller(connection, options);
  const samples: ClusterSample[] = [];
  const arrivals: number[] = [];
  let arrived = () => {};
  const reading = (async () => {
    for await (const sample of poller) {
      samples.push(sample);
      arrivals.push(performance.now());
      arrived();
    }
  })();
  return {
    poller,
    samples,
    arrivals,
    until: async (what, wanted, timeoutMs = 30_000) => {
      const deadline = performance.now() + timeoutMs;
      for (let seen = samples.length; ; seen += 1) {
        while (samples.length <= seen) {
          const left = deadline - performance.now();
          if (left <= 0) throw new Error(`${what}: not within ${timeoutMs} ms; last sample: ${show(samples.at(-1))}`);
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, left);
            arrived = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        const sample = samples[seen];
        if (sample !== undefined && wanted(sample)) return sample;
      }
    },
    stop: async () => {
      poller.close();
      await reading;
    },
  };
}

/** The row of a member by name. */
export function rowOf(sample: ClusterSample, name: string): MemberSample | undefined {
  return sample.members.find((member) => member.name === name);
}

/** Whether every one of `amount` members answered both ways. */
export function allFull(amount: number): (sample: ClusterSample) => boolean {
  return ({ members }) =>
    members.length === amount && members.every(({ status, metrics }) => status !== undefined && metrics !== undefined);
}

function show(sample: ClusterSample | undefined): string {
  return JSON.stringify(sample, (key, value: unknown) => {
    if (key === 'set') return '...';
    return typeof value === 'bigint' ? String(value) : value;
  });
}

/** Clusters and pollers for the tests of one file; each ends after the test that began it. */
export function pollingOfFile(): {
  clusterOf: (...args: Parameters<typeof startCluster>) => Promise<LabCluster>;
  polling: (...args: Parameters<typeof startPolling>) => Polling;
  open: { stop: () => Promise<void> }[];
} {
  const open: { stop: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.stop();
  });
  return {
    open,
    clusterOf: async (...args) => {
      const cluster = await startCluster(...args);
      open.push(cluster);
      return cluster;
    },
    polling: (...args) => {
      const one = startPolling(...args);
      open.push(one);
      return one;
    },
  };
}
