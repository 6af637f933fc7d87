import { isDue } from './due.ts';
import type { Heartbeat } from './notice.ts';
import { statusLine } from './status-line.ts';
import type { ClusterView } from './view.ts';

/** The daemon's sign of life, after the first sample and then on a clock of its own. */
export type HeartbeatClock = {
  /** The heartbeat that is due with this sample, by its monotonic ms. */
  due(view: ClusterView, mono: number, says: Pick<Heartbeat, 'status' | 'firing'>): Heartbeat | undefined;
  setEvery(seconds: number): void;
};

export function createHeartbeatClock(everySeconds: number): HeartbeatClock {
  let seconds = everySeconds;
  let last: number | undefined;
  return {
    due(view, mono, { status, firing }) {
      if (!isDue(mono, last, seconds, view.intervalSeconds)) return undefined;
      last = mono;
      return { kind: 'heartbeat', at: view.at, status, firing, summary: statusLine(view) };
    },
    setEvery(changed) {
      seconds = changed;
    },
  };
}
