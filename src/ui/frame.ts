import type { Monitor } from '../model/monitor.ts';
import type { ClusterView } from '../model/view.ts';
import type { FrameFacts } from './header/freshness.ts';
import type { Start } from './header/start.ts';
import type { Host } from './host.ts';
import { type Layout, layoutOf, visiblePanes } from './layout/layout.ts';
import type { Look } from './look.ts';
import type { PaneProps } from './pane.ts';
import type { UiState } from './state.ts';

/** All that one frame is drawn from; the same frame always looks the same. */
export type Frame = {
  readonly view: ClusterView | undefined;
  readonly trend: Monitor['trend'];
  readonly state: UiState;
  readonly facts: FrameFacts;
  readonly start: Start;
  readonly columns: number;
  readonly rows: number;
  readonly look: Look;
  readonly layout: Layout;
  readonly host: Host;
  readonly scrolledTo?: PaneProps['scrolledTo'];
};

/** The frame that host and state amount to in a terminal of this size. */
export function frameOf(host: Host, state: UiState, look: Look, columns: number, rows: number): Frame {
  const { monitor } = host;
  const number = state.paused;
  const view = number === undefined ? monitor.latest : monitor.viewAt(number);
  const newestAt = monitor.latest?.at ?? 0;
  return {
    view,
    trend: (request) => monitor.trend(request, number),
    state,
    facts: {
      mode: host.mode,
      paused: number !== undefined,
      newestAt,
      now: host.now(),
      intervalSeconds: host.intervalSeconds,
      allowActions: host.allowActions,
      recordingBytes: host.recording?.bytes,
      replay: host.replay,
    },
    start: { endpoints: host.endpoints, mode: host.mode, problem: host.problem },
    columns,
    rows,
    look,
    layout: layoutOf(columns, rows, view?.members.length ?? 0, state),
    host,
  };
}

/** What a pane of this frame is given, for its room. */
export function paneProps(frame: Frame, view: ClusterView, columns: number, rows: number): PaneProps {
  const { trend, state, look, facts, layout } = frame;
  const now = facts.paused ? view.at : Math.max(facts.now, view.at);
  const visible = visiblePanes(layout);
  const paired = view.members.length > 5 && columns >= 60 && !visible.includes('commit');
  const advise = !visible.includes('diagnosis');
  return { view, trend, state, look, columns, rows, now, paired, advise, scrolledTo: frame.scrolledTo };
}
