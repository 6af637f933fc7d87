import type { LinearizableSample } from '../model/sample.ts';
import type { EtcdClient } from './etcd-client.ts';
import { EtcdError, sampleError } from './etcd-error.ts';
import { grpcCode } from './rpc-error-text.ts';

/** A voting member that may be asked to read through the leader. */
export type Reader = { readonly id: string; readonly client: EtcdClient };

/**
 * The linearizable read on its own clock and deadline, beside the ticks. One member is asked at a time, in turn: each read makes the
 * leader confirm itself with a round of heartbeats (no raft entry), which need not happen once per member. A member whose last read failed
 * or was slow is asked again soon, so that what is said of it is not minutes old.
 */
export type SlowClock = {
  /** Begins a read when one is due and none is under way. */
  readonly tick: (readers: readonly Reader[]) => void;
  readonly of: (id: string) => LinearizableSample | undefined;
};

const againSeconds = 5;
/** A read that takes longer is looked at again; half of what the registry warns of. */
const slowSeconds = 0.25;

export function createSlowClock(everySeconds: number, deadlineMs: number, signal: AbortSignal): SlowClock {
  const last = new Map<string, LinearizableSample>();
  /** Ids whose last read was bad, the one asked longest ago first. */
  const doubtful = new Set<string>();
  let readAt = Number.NEGATIVE_INFINITY;
  let busy = false;
  let turn = 0;

  const read = async ({ id, client }: Reader) => {
    const at = Date.now();
    const started = performance.now();
    try {
      const { seconds } = await client.read('linearizable', deadlineMs, signal);
      last.set(id, { at, seconds });
    } catch (error) {
      // The permission is checked after the read went through the leader: it worked.
      const denied = error instanceof EtcdError && error.grpcCode === grpcCode.permissionDenied;
      const seconds = (performance.now() - started) / 1000;
      last.set(id, denied ? { at, seconds } : { at, error: sampleError(error) });
    } finally {
      const { seconds = Number.POSITIVE_INFINITY } = last.get(id) ?? {};
      doubtful.delete(id);
      if (seconds > slowSeconds) doubtful.add(id);
      busy = false;
    }
  };

  return {
    tick: (readers) => {
      const [again] = [...doubtful].flatMap((id) => readers.find((reader) => reader.id === id) ?? []);
      const reader = again ?? readers[turn % Math.max(1, readers.length)];
      const wait = again === undefined ? everySeconds : Math.min(againSeconds, everySeconds);
      if (busy || reader === undefined || performance.now() < readAt + wait * 1000) return;
      busy = true;
      if (again === undefined) turn += 1;
      readAt = performance.now();
      void read(reader);
    },
    of: (id) => last.get(id),
  };
}
