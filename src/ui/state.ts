import type { DiagnosticEvent } from '../model/diagnostic.ts';
import type { MetricId } from '../model/registry.ts';
import type { PaneId } from './pane-id.ts';

/** All that keys can change on the screen. Data from etcd is never in here. */
export type UiState = {
  /** undefined: live; a number: paused, looking at that sample of the monitor. */
  readonly paused?: number | undefined;
  readonly focus: PaneId;
  readonly hidden: readonly PaneId[];
  readonly zoomed: boolean;
  /** Member ids, so that a selection survives sorting and membership changes. */
  readonly selected?: string | undefined;
  readonly sort: { readonly column: SortColumn; readonly inverted: boolean };
  /** Columns the person switched off or on; layout decides the rest by width. */
  readonly columns: Readonly<Record<string, boolean>>;
  readonly windowSeconds: number;
  readonly chartMetric: MetricId;
  readonly autoScale: boolean;
  readonly density: 'compact' | 'normal' | 'wide';
  readonly header: boolean;
  readonly filter: string;
  /** First row shown per scrolling pane. */
  readonly scroll: Readonly<Partial<Record<PaneId, number>>>;
  /** Alert keys a person has acknowledged, and the time before which finished events are hidden. */
  readonly acknowledged: readonly string[];
  readonly clearedBefore: number;
  readonly overlay: Overlay;
  /** First line shown of what an overlay holds; forgotten when it closes. */
  readonly overlayScroll?: number | undefined;
  /** One line of feedback over the footer, until the next key. */
  readonly notice?: { readonly text: string; readonly tone: 'ok' | 'warning' | 'critical' } | undefined;
};

/** The screen as it starts. */
export const initialState: UiState = {
  focus: 'members',
  hidden: [],
  zoomed: false,
  sort: { column: 'given', inverted: false },
  columns: {},
  windowSeconds: 60,
  chartMetric: 'walFsyncP99',
  autoScale: false,
  density: 'normal',
  header: true,
  filter: '',
  scroll: {},
  acknowledged: [],
  clearedBefore: 0,
  overlay: { kind: 'none' },
};

/** What the table is sorted by; 'given' is the order of the view: by name. */
export type SortColumn = 'given' | 'health' | 'role' | 'id' | 'version' | 'age' | MetricId;

export type Overlay =
  | { readonly kind: 'none' }
  | { readonly kind: 'help' }
  | { readonly kind: 'detail' }
  | { readonly kind: 'log' }
  | { readonly kind: 'columns'; readonly cursor: number }
  | { readonly kind: 'prompt'; readonly ask: 'mark' | 'filter' | 'jump' | 'interval'; readonly text: string }
  | { readonly kind: 'diagnostics'; readonly cursor: number }
  | {
      readonly kind: 'diagnostic';
      readonly id: string;
      readonly events: readonly DiagnosticEvent[];
      readonly running: boolean;
    };
