import type { ClusterView } from '../model/view.ts';

/** Stands for the view while there is none, so that help and diagnostics open before the first answer. */
export const blankView: ClusterView = {
  at: 0,
  intervalSeconds: 0,
  windowSeconds: 0,
  historySeconds: 0,
  freshness: { state: 'stale' },
  quorum: { state: 'unknown', voters: 0, healthy: 0, needed: 0, canLose: 0 },
  leader: { atLeast: false, changes: 0, changesSeconds: 0, spans: [] },
  versions: [],
  totals: {},
  alarms: [],
  members: [],
  endpoints: [],
  rtt: {},
  findings: [],
  causes: [],
  alerts: [],
  events: [],
};
