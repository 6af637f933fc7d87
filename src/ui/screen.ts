import { perform, type ScreenTools } from './effects.ts';
import { type Frame, frameOf } from './frame.ts';
import { isStale } from './header/freshness.ts';
import type { Host } from './host.ts';
import { typedBy } from './keys/key-names.ts';
import { rowOf } from './keys/keymap.ts';
import { layoutOf, visiblePanes } from './layout/layout.ts';
import type { Look } from './look.ts';
import { sortableColumns } from './members/columns.ts';
import type { Action, Context } from './reduce/action.ts';
import { reduce } from './reduce/reduce.ts';
import type { UiState } from './state.ts';

/** The screen without its drawing: state, keys and what they set off. Whoever draws subscribes and asks for the frame. */
export type Screen = {
  readonly subscribe: (listener: () => void) => () => void;
  /** Another number whenever there may be something new to draw. */
  readonly version: () => number;
  readonly frame: () => Frame;
  readonly press: (key: string) => void;
  readonly dispatch: (action: Action) => void;
  /** Another number whenever everything must be drawn anew. */
  readonly paints: () => number;
  readonly repaint: () => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Draws the age of what is shown while no samples come. */
  readonly watch: () => void;
  readonly close: () => void;
};

export type ScreenOptions = {
  readonly look: Look;
  readonly state: UiState;
  readonly columns: number;
  readonly rows: number;
  readonly tools: Omit<ScreenTools, 'dispatch' | 'notify'>;
};

export function createScreen(host: Host, options: ScreenOptions): Screen {
  let { state, columns, rows } = options;
  let version = 0;
  let paints = 0;
  let drawn: { readonly version: number; readonly frame: Frame } | undefined;
  let cancel: (() => void) | undefined;
  const listeners = new Set<() => void>();
  const changed = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const stop = host.subscribe(changed);

  // What was asked for beyond the end is forgotten once the end is on screen, so that the next key moves.
  const scrolledTo: Frame['scrolledTo'] = (where, first) => {
    if (where === 'overlay') {
      if ((state.overlayScroll ?? 0) > first) state = { ...state, overlayScroll: first };
    } else if ((state.scroll[where] ?? 0) > first) state = { ...state, scroll: { ...state.scroll, [where]: first } };
  };

  const frame = () => {
    if (drawn?.version !== version)
      drawn = { version, frame: { ...frameOf(host, state, options.look, columns, rows), scrolledTo } };
    return drawn.frame;
  };
  const dispatch = (action: Action) => {
    const before = state;
    state = reduce(state, action, contextOf(host, frame(), columns, rows));
    if (before.overlay.kind === 'diagnostic' && state.overlay.kind !== 'diagnostic') cancel?.();
    changed();
    const cancelThis = perform(action, before, state, host, tools);
    cancel = cancelThis ?? cancel;
  };
  const tools: ScreenTools = {
    ...options.tools,
    dispatch,
    notify: (text, tone) => dispatch({ kind: 'notice', notice: { text, tone } }),
  };

  const press = (key: string) => {
    const { notice: _, ...quiet } = state;
    state = quiet;
    const action = actionOf(key, state, host, () => contextOf(host, frame(), columns, rows));
    if (action) dispatch(action);
    else changed();
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    frame,
    press,
    dispatch,
    paints: () => paints,
    repaint() {
      paints += 1;
      changed();
    },
    resize(newColumns, newRows) {
      [columns, rows] = [newColumns, newRows];
      changed();
    },
    watch() {
      const { view, facts } = frame();
      if (view && isStale(view, { ...facts, now: host.now() })) changed();
    },
    close() {
      cancel?.();
      stop();
    },
  };
}

/** What a key means where it is pressed; a key that cannot act says why. */
function actionOf(key: string, state: UiState, host: Host, context: () => Context): Action | undefined {
  const { overlay } = state;
  if (overlay.kind === 'prompt') return promptAction(key);
  if (overlay.kind === 'columns' && (key === 'space' || key === 'enter')) return { kind: 'toggleColumn' };
  if (overlay.kind === 'diagnostics' && key === 'enter') {
    const entry = host.diagnostics[overlay.cursor];
    if (entry?.effect === 'write' && !host.allowActions)
      return { kind: 'notice', notice: { text: 'disabled: start with --allow-actions', tone: 'warning' } };
  }
  const row = rowOf(key);
  if (!row) return undefined;
  const reason = row.whenDisabled?.(state, host, context());
  if (reason === undefined) return typeof row.action === 'function' ? row.action(key) : row.action;
  return { kind: 'notice', notice: { text: `${key}: ${reason}`, tone: 'warning' } };
}

function promptAction(key: string): Action | undefined {
  if (key === 'esc' || key === 'ctrl-c') return { kind: 'back' };
  if (key === 'enter') return { kind: 'submit' };
  if (key === 'backspace') return { kind: 'erase' };
  if (key === 'ctrl-u') return { kind: 'eraseAll' };
  const text = typedBy(key);
  return text === undefined ? undefined : { kind: 'type', text };
}

function contextOf(host: Host, frame: Frame, columns: number, rows: number): Context {
  const { view, state, facts, look } = frame;
  const { monitor } = host;
  const layout = layoutOf(columns, rows, view?.members.length ?? 0, { ...state, overlay: { kind: 'none' } });
  return {
    view,
    oldest: monitor.oldest,
    newest: monitor.newest,
    newestAt: facts.newestAt,
    numberAt: monitor.numberAt,
    visible: visiblePanes(layout),
    sortable: view ? sortableColumns(view, columns, state.columns, look) : ['given'],
    page: Math.max(1, rows - 4),
    now: facts.now,
    diagnostics: host.diagnostics.map(({ id }) => id),
  };
}
