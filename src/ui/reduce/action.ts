import type { DiagnosticEvent } from '../../model/diagnostic.ts';
import type { ClusterView } from '../../model/view.ts';
import type { PaneId } from '../pane-id.ts';
import type { SortColumn, UiState } from '../state.ts';

export type Motion = 'up' | 'down' | 'pageUp' | 'pageDown' | 'top' | 'bottom';

/** All that a key can set off. The reducer answers with a new state, effects with a request to the host; most need only one of the two. */
export type Action =
  | { readonly kind: 'quit' | 'suspend' | 'repaint' | 'sampleNow' | 'write' | 'copy' | 'record' }
  | { readonly kind: 'move'; readonly by: Motion }
  | { readonly kind: 'focusNext' | 'focusPrevious' | 'zoom' }
  | { readonly kind: 'open' | 'back' }
  | { readonly kind: 'end' }
  | { readonly kind: 'focusDigit'; readonly digit: string }
  | { readonly kind: 'pause' | 'live' }
  | { readonly kind: 'step'; readonly samples: number }
  | { readonly kind: 'interval'; readonly by: 1 | -1 }
  | { readonly kind: 'window' | 'chart' | 'autoScale' | 'header' | 'density' }
  | { readonly kind: 'sort'; readonly by: 1 | -1 }
  | { readonly kind: 'invert' | 'toggleColumn' }
  | { readonly kind: 'overlay'; readonly overlay: UiState['overlay'] }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'erase' | 'eraseAll' | 'submit' }
  | { readonly kind: 'acknowledge' | 'clear' }
  | { readonly kind: 'match'; readonly by: 1 | -1 }
  | { readonly kind: 'notice'; readonly notice: NonNullable<UiState['notice']> }
  | { readonly kind: 'diagnosticEvent'; readonly id: string; readonly event: DiagnosticEvent }
  | { readonly kind: 'diagnosticEnd'; readonly id: string };

/** What the reducer may know besides the state: the view on screen, what is held, and what there is room for. */
export type Context = {
  readonly view: ClusterView | undefined;
  readonly oldest: number;
  readonly newest: number;
  /** Wall ms of the newest sample; what a time that is typed counts from. */
  readonly newestAt: number;
  /** The number of the last sample at or before a wall time. */
  readonly numberAt: (at: number) => number;
  /** Panes on screen in the order of Tab, the member table first. */
  readonly visible: readonly PaneId[];
  /** What `s` goes through: the columns on screen from left to right. */
  readonly sortable: readonly SortColumn[];
  /** Lines that PgUp and PgDn move by. */
  readonly page: number;
  readonly now: number;
  /** Ids in the order of the diagnostics list. */
  readonly diagnostics: readonly string[];
};
