import type { Severity } from '../model/finding.ts';
import type { AlertNotice } from '../model/notice.ts';
import type { ClusterSample, ErrorKind } from '../model/sample.ts';
import type { ClusterView } from '../model/view.ts';
import type { Delivered } from './delivered.ts';

/** What the daemon knows at this moment: the loop writes it, every page and every output only reads it. */
export type Board = {
  /** Wall ms at which the daemon started. */
  readonly startedAt: number;
  readonly intervalSeconds: number;
  readonly scope: 'local' | 'cluster';
  /** The host it runs on, as `NODE_NAME` or the system calls it. */
  readonly node: string;
  /** The sample of the newest tick and the view derived from it; undefined before the first. */
  readonly sample: ClusterSample | undefined;
  readonly view: ClusterView | undefined;
  /** Id of the member on this host; undefined while it is not known. */
  readonly localId: string | undefined;
  /** Seconds since the newest sample came, by the monotonic clock; since the start while there is none. */
  readonly silentSeconds: () => number;
  /** The alerts that fire, as they were last said, in the order of their severity; the daemon's own among them. */
  readonly firing: readonly AlertNotice[];
  readonly totals: Totals;
};

/** The key of `Totals.alerts`. */
export const countedAs = (check: string, severity: Severity): string => `${check} ${severity}`;

/** What the daemon counts about itself since it started. */
export type Totals = {
  /** Samples taken in. */
  readonly samples: number;
  /** Polls of a member that failed, by kind of error. */
  readonly scrapeErrors: ReadonlyMap<ErrorKind, number>;
  /** Steps of the loop that threw. */
  readonly loopErrors: number;
  /** Alerts raised (each once, whatever was repeated), by `countedAs`. */
  readonly alerts: ReadonlyMap<string, number>;
  /** Alert lines that a full pipe on stdout swallowed. */
  readonly linesDropped: number;
  /** Reloads of the configuration. */
  readonly reloads: { readonly ok: number; readonly failed: number };
  /** What went to each output, by its id. */
  readonly outputs: ReadonlyMap<string, Delivered>;
};
