import type { AlertNotice } from '../../src/model/notice.ts';
import type { ClusterView } from '../../src/model/view.ts';
import type { Board, Totals } from '../../src/serve/board.ts';

export const noTotals: Totals = {
  samples: 0,
  scrapeErrors: new Map(),
  loopErrors: 0,
  alerts: new Map(),
  linesDropped: 0,
  reloads: { ok: 0, failed: 0 },
  outputs: new Map(),
};

export type MutableBoard = { -readonly [K in keyof Board]: Board[K] };

/** A daemon that has just looked at this view, or has not looked yet. */
export function boardOf(view?: ClusterView, board: Partial<Board> = {}): MutableBoard {
  return {
    startedAt: Date.UTC(2026, 10, 21, 13, 0, 0),
    intervalSeconds: 2,
    scope: 'cluster',
    node: 'node-1',
    sample: view && {
      at: view.at,
      mono: 1_000_000,
      intervalSeconds: 2,
      members: view.members.map(({ sample }) => sample),
      endpoints: view.endpoints,
    },
    view,
    localId: view?.members[0]?.id,
    silentSeconds: () => 0.5,
    firing: view ? noticesOf(view) : [],
    totals: noTotals,
    ...board,
  };
}

/** Every active alert of a view as a daemon that waits for nothing says it. */
export function noticesOf(view: ClusterView): AlertNotice[] {
  return view.alerts
    .filter(({ clearedAt }) => clearedAt === undefined)
    .map((alert) => ({
      kind: 'alert',
      at: view.at,
      state: 'firing',
      occasion: 'raised',
      alert,
      severity: alert.finding.severity,
      cause: view.causes.find(({ explains }) => explains.some(({ check }) => check === alert.check)),
      forSeconds: 0,
    }));
}
