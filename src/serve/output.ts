import type { AlertNotice } from '../model/notice.ts';
import type { Delivered } from './delivered.ts';

/** Somewhere that alerts are sent to besides stdout. Whatever it does, the loop never waits for it. */
export type Output = {
  /** Its key under `serve:` in the config file, and its label in /metrics. */
  readonly id: string;
  /** Takes notices into a bounded queue and returns at once; never throws. */
  readonly take: (notices: readonly AlertNotice[]) => void;
  /** What became of them so far. */
  readonly delivered: () => Delivered;
  /** The last failure in one sentence, undefined when the last delivery went well. Holds foreign text. */
  readonly problem: () => string | undefined;
  /** Tries to send what is queued within `deadlineMs`, then lets go of every connection. */
  readonly close: (deadlineMs: number) => Promise<void>;
};
