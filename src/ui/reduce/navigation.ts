import { optionalColumns } from '../members/columns.ts';
import { orderedMembers } from '../members/order.ts';
import { selectedIndex } from '../members/rows.ts';
import type { PaneId } from '../pane-id.ts';
import { panes } from '../panes/panes.ts';
import type { UiState } from '../state.ts';
import type { Action, Context, Motion } from './action.ts';

type Navigation = Extract<Action, { kind: 'move' | 'focusNext' | 'focusPrevious' | 'focusDigit' | 'zoom' | 'match' }>;

/** The digit of the member table, which is no pane of the list. */
const membersDigit = '9';

/** Moving: within the focused pane or the open overlay, and between panes. */
export function reduceNavigation(state: UiState, action: Navigation, context: Context): UiState {
  switch (action.kind) {
    case 'move':
      return move(state, action.by, context);
    case 'focusNext':
      return focusBy(state, 1, context);
    case 'focusPrevious':
      return focusBy(state, -1, context);
    case 'focusDigit':
      return focusDigit(state, action.digit, context);
    case 'zoom':
      return { ...state, zoomed: !state.zoomed };
    case 'match':
      return state.overlay.kind === 'log'
        ? { ...state, overlayScroll: Math.max(0, (state.overlayScroll ?? 0) + action.by) }
        : scrollPane(state, 'events', (state.scroll.events ?? 0) + action.by);
  }
}

function move(state: UiState, by: Motion, context: Context): UiState {
  const { overlay } = state;
  const step = (at: number, count: number) => moved(at, by, count, context.page);
  switch (overlay.kind) {
    case 'columns':
      return { ...state, overlay: { kind: 'columns', cursor: step(overlay.cursor, optionalColumns.length) } };
    case 'diagnostics':
      return { ...state, overlay: { kind: 'diagnostics', cursor: step(overlay.cursor, context.diagnostics.length) } };
    case 'help':
    case 'detail':
    case 'log':
    case 'diagnostic':
      return { ...state, overlayScroll: step(state.overlayScroll ?? 0, longest) };
    case 'none':
    case 'prompt':
      if (state.focus !== 'members')
        return scrollPane(state, state.focus, step(state.scroll[state.focus] ?? 0, longest));
      return select(state, by, context);
  }
}

/** More lines than anything that scrolls has; whoever draws clamps to what there is. */
const longest = 5000;

function select(state: UiState, by: Motion, { view, page }: Context): UiState {
  if (!view) return state;
  const members = orderedMembers(view, state);
  const at = moved(selectedIndex(members, state.selected), by, members.length, page);
  return { ...state, selected: members[at]?.id };
}

function moved(at: number, by: Motion, count: number, page: number): number {
  const to = { up: at - 1, down: at + 1, pageUp: at - page, pageDown: at + page, top: 0, bottom: count - 1 }[by];
  return Math.max(0, Math.min(count - 1, to));
}

function scrollPane(state: UiState, pane: PaneId, to: number): UiState {
  return { ...state, scroll: { ...state.scroll, [pane]: Math.max(0, to) } };
}

function focusBy(state: UiState, by: 1 | -1, { visible }: Context): UiState {
  const at = visible.indexOf(state.focus);
  const next = visible[(at + by + visible.length) % visible.length];
  return next === undefined ? state : { ...state, focus: next };
}

function focusDigit(state: UiState, digit: string, { visible }: Context): UiState {
  if (digit === membersDigit) return { ...state, focus: 'members' };
  const pane = panes.find((one) => one.digit === digit);
  if (!pane) return state;
  const { id, title } = pane;
  if (state.hidden.includes(id)) return { ...state, hidden: state.hidden.filter((one) => one !== id), focus: id };
  if (state.focus === id && !state.zoomed) return { ...state, hidden: [...state.hidden, id], focus: 'members' };
  if (state.zoomed || visible.includes(id)) return { ...state, focus: id };
  const notice = { text: `no room for ${title}; shown alone, e or Esc goes back`, tone: 'warning' } as const;
  return { ...state, focus: id, zoomed: true, notice };
}
