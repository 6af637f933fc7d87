import { accessOf, unstarted } from '../../model/derive/access.ts';
import type { AlertNotice } from '../../model/notice.ts';
import type { ClusterSample, ErrorKind } from '../../model/sample.ts';
import { countedAs, type Totals } from '../../serve/board.ts';

/** The daemon's counts about itself, and who adds to them. */
export type Tally = {
  readonly totals: Totals;
  readonly taken: () => void;
  readonly error: (kind: ErrorKind) => void;
  readonly loopError: () => void;
  readonly reload: (how: 'ok' | 'failed') => void;
  /** An alert that changed: one that was raised counts. */
  readonly count: (notice: AlertNotice) => void;
};

export function createTotals(of: {
  readonly linesDropped: () => number;
  readonly outputs: () => Totals['outputs'];
}): Tally {
  const scrapeErrors = new Map<ErrorKind, number>();
  const alerts = new Map<string, number>();
  const reloads = { ok: 0, failed: 0 };
  let [samples, loopErrors] = [0, 0];
  const add = <K>(map: Map<K, number>, key: K) => void map.set(key, (map.get(key) ?? 0) + 1);
  return {
    totals: {
      scrapeErrors,
      alerts,
      reloads,
      get samples() {
        return samples;
      },
      get loopErrors() {
        return loopErrors;
      },
      get linesDropped() {
        return of.linesDropped();
      },
      get outputs() {
        return of.outputs();
      },
    },
    taken: () => {
      samples += 1;
    },
    error: (kind) => add(scrapeErrors, kind),
    loopError: () => {
      loopErrors += 1;
    },
    reload: (how) => {
      reloads[how] += 1;
    },
    count: ({ occasion, alert, severity }) => {
      if (occasion === 'raised') add(alerts, countedAs(alert.check, severity));
    },
  };
}

/** What could not be read in a sample. That a remote member's metrics are out of reach is how some distributions are: no failure. */
export function countErrors(
  { members, endpoints }: ClusterSample,
  localId: string | undefined,
  error: (kind: ErrorKind) => void,
): void {
  for (const member of members) {
    if (unstarted(member)) continue;
    const { id, statusError, metricsError } = member;
    const access = accessOf(member);
    // One whose pages alone are read was asked for nothing else.
    if (statusError && access === 'down') error(statusError.kind);
    else if (metricsError && id === localId) error(metricsError.kind);
  }
  for (const one of endpoints) error(one.error.kind);
}
