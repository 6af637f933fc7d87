import type { Connection } from '../../../src/collector/connection.ts';
import { createPoller, type Poller } from '../../../src/collector/poller.ts';
import { createMonitor, type Monitor } from '../../../src/model/monitor.ts';
import type { ClusterView } from '../../../src/model/view.ts';
import { connectionTo } from '../../lab/connection-to.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { roomForTheMachine } from './room.ts';
import { summary } from './view-words.ts';

/** A poller and a monitor on a lab cluster, as `etcdoc top` has them, and waiting for what the view says. */
export type Watch = {
  readonly poller: Poller;
  readonly monitor: Monitor;
  /** Every view so far, oldest first. */
  readonly views: readonly ClusterView[];
  readonly latest: () => ClusterView;
  /** The `count`-th view whose sample began after this call. */
  readonly nextSamples: (count: number) => Promise<ClusterView>;
  /** The first view for which `wanted` holds, among the first `within` whose samples began after this call. */
  readonly untilView: (what: string, wanted: (view: ClusterView) => boolean, within?: number) => Promise<ClusterView>;
  readonly stop: () => Promise<void>;
};

export type WatchOptions = {
  readonly intervalSeconds?: number | undefined;
  readonly windowSeconds?: number | undefined;
  readonly connection?: Partial<Connection> | undefined;
};

/** What "within two intervals" of a fault means here. */
export const soon = 2;
const patienceMs = 60_000;

/** Starts watching in the background. */
export function watch(cluster: LabCluster, options: WatchOptions = {}): Watch {
  const { intervalSeconds = 1, windowSeconds = 10 } = options;
  const poller = createPoller(connectionTo(cluster, options.connection), { intervalSeconds });
  const monitor = createMonitor({ windowSeconds, thresholds: roomForTheMachine });
  const views: ClusterView[] = [];
  let arrived = () => {};
  const reading = (async () => {
    for await (const sample of poller) {
      views.push(monitor.push(sample));
      arrived();
    }
  })();
  const viewAfter = async (seen: number, giveUpAt: number): Promise<ClusterView | undefined> => {
    while (views.length <= seen) {
      const left = giveUpAt - performance.now();
      if (left <= 0) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return views[seen];
  };
  const untilView: Watch['untilView'] = async (what, wanted, within = Number.POSITIVE_INFINITY) => {
    const began = Date.now();
    const giveUpAt = performance.now() + patienceMs;
    let counted = 0;
    for (let seen = views.length; counted < within; seen += 1) {
      const view = await viewAfter(seen, giveUpAt);
      if (view === undefined) break;
      // A sample that was under way when the fault came may have seen the time before it.
      if (view.at < began) continue;
      counted += 1;
      if (wanted(view)) return view;
    }
    throw new Error(`${what}: not within ${counted} samples; the last view said ${summary(views.at(-1))}`);
  };
  return {
    poller,
    monitor,
    views,
    latest: () => {
      const view = views.at(-1);
      if (view === undefined) throw new Error('no sample yet');
      return view;
    },
    nextSamples: (count) => {
      let left = count;
      return untilView(`${count} samples`, () => --left <= 0);
    },
    untilView,
    stop: async () => {
      poller.close();
      await reading;
    },
  };
}
