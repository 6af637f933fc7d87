import type { Pane } from '../pane.ts';
import { commitPane } from './commit.tsx';
import { diagnosisPane } from './diagnosis.tsx';
import { eventsPane } from './events.tsx';
import { focusPane } from './focus.tsx';
import { fsyncPane } from './fsync.tsx';
import { lagPane } from './lag.tsx';
import { leaderPane } from './leader.tsx';
import { loadPane } from './load.tsx';
import { rttPane } from './rtt.tsx';

/** ★ The panes under the member table, in the order of their digits. */
export const panes: readonly Pane[] = [
  fsyncPane,
  commitPane,
  focusPane,
  rttPane,
  leaderPane,
  diagnosisPane,
  eventsPane,
  lagPane,
  loadPane,
];
