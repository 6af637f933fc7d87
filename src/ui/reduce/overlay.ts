import { orderedMembers } from '../members/order.ts';
import { selectedIndex } from '../members/rows.ts';
import type { UiState } from '../state.ts';
import type { Action, Context } from './action.ts';

type OverlayAction = Extract<Action, { kind: 'open' | 'back' | 'overlay' | 'diagnosticEvent' | 'diagnosticEnd' }>;

const none = { kind: 'none' } as const;

/** What lies over the screen: opened by its key, closed by it again or by Esc. Esc undoes one thing at a time and never quits. */
export function reduceOverlay(state: UiState, action: OverlayAction, context: Context): UiState {
  switch (action.kind) {
    case 'open':
      return open(state, context);
    case 'back':
      return back(state, context);
    case 'overlay':
      return {
        ...state,
        overlay: action.overlay.kind === state.overlay.kind ? none : action.overlay,
        overlayScroll: 0,
      };
    case 'diagnosticEvent': {
      const { overlay } = state;
      if (overlay.kind !== 'diagnostic' || overlay.id !== action.id) return state;
      return { ...state, overlay: { ...overlay, events: [...overlay.events, action.event] } };
    }
    case 'diagnosticEnd': {
      const { overlay } = state;
      if (overlay.kind !== 'diagnostic' || overlay.id !== action.id) return state;
      return { ...state, overlay: { ...overlay, running: false } };
    }
  }
}

function open(state: UiState, { view, diagnostics }: Context): UiState {
  const { overlay } = state;
  if (overlay.kind === 'diagnostics') {
    const id = diagnostics[overlay.cursor];
    if (id === undefined) return state;
    return { ...state, overlay: { kind: 'diagnostic', id, events: [], running: true }, overlayScroll: 0 };
  }
  if (overlay.kind !== 'none') return { ...state, overlay: none };
  if (state.focus === 'events') return { ...state, overlay: { kind: 'log' }, overlayScroll: state.scroll.events ?? 0 };
  if (state.focus !== 'members' && state.focus !== 'diagnosis') return { ...state, zoomed: !state.zoomed };
  const members = view ? orderedMembers(view, state) : [];
  const selected = members[selectedIndex(members, state.selected)]?.id;
  return { ...state, selected, overlay: { kind: 'detail' }, overlayScroll: 0 };
}

function back(state: UiState, { diagnostics }: Context): UiState {
  const { overlay } = state;
  if (overlay.kind === 'diagnostic')
    return { ...state, overlay: { kind: 'diagnostics', cursor: Math.max(0, diagnostics.indexOf(overlay.id)) } };
  if (overlay.kind !== 'none') return { ...state, overlay: none };
  if (state.zoomed) return { ...state, zoomed: false };
  return { ...state, filter: '' };
}
