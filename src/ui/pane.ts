import type { ReactElement } from 'react';
import type { Trend, TrendRequest } from '../model/trend.ts';
import type { ClusterView } from '../model/view.ts';
import type { Look } from './look.ts';
import type { PaneId } from './pane-id.ts';
import type { UiState } from './state.ts';

/** What every pane is given: the view, a way to ask for trends, the state of the screen, and its exact room in cells. */
export type PaneProps = {
  readonly view: ClusterView;
  readonly trend: (request: TrendRequest) => Trend;
  readonly state: UiState;
  readonly columns: number;
  readonly rows: number;
  readonly look: Look;
  /** Wall ms now (of the recording in a replay), for ages and durations. */
  readonly now: number;
  /** Whether the first chart is to show both disk metrics, because the second has no pane of its own on this screen. */
  readonly paired?: boolean | undefined;
  /** Whether what to do next has to be said with the events, because the diagnosis has no room on this screen. */
  readonly advise?: boolean | undefined;
  /** Told by what scrolls which row it really begins with: the state may ask for more than there is. */
  readonly scrolledTo?: ((where: PaneId | 'overlay', first: number) => void) | undefined;
};

/** ★ A pane is a title, a digit that focuses it, and a component that fills exactly `rows` x `columns`, title line included. */
export type Pane = {
  readonly id: PaneId;
  readonly digit: string;
  readonly title: string;
  readonly component: (props: PaneProps) => ReactElement;
};
