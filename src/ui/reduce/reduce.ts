import type { UiState } from '../state.ts';
import type { Action, Context } from './action.ts';
import { reduceNavigation } from './navigation.ts';
import { reduceOverlay } from './overlay.ts';
import { reducePrompt } from './prompt.ts';
import { reduceTable } from './table.ts';
import { reduceTime } from './time.ts';

/** The state after an action. Pure: what an action asks of the world is the business of effects. */
export function reduce(state: UiState, action: Action, context: Context): UiState {
  switch (action.kind) {
    case 'move':
    case 'focusNext':
    case 'focusPrevious':
    case 'focusDigit':
    case 'zoom':
    case 'match':
      return reduceNavigation(state, action, context);
    case 'end':
      return state.paused === undefined
        ? reduceNavigation(state, { kind: 'move', by: 'bottom' }, context)
        : reduceTime(state, { kind: 'live' }, context);
    case 'pause':
    case 'live':
    case 'step':
      return reduceTime(state, action, context);
    case 'sort':
    case 'invert':
    case 'toggleColumn':
    case 'window':
    case 'chart':
    case 'autoScale':
    case 'header':
    case 'density':
      return reduceTable(state, action, context);
    case 'open':
    case 'back':
    case 'overlay':
    case 'diagnosticEvent':
    case 'diagnosticEnd':
      return reduceOverlay(state, action, context);
    case 'type':
    case 'erase':
    case 'eraseAll':
    case 'submit':
      return reducePrompt(state, action, context);
    case 'acknowledge': {
      const active = context.view?.alerts.filter(({ clearedAt }) => clearedAt === undefined) ?? [];
      const keys = new Set([...state.acknowledged, ...active.map(({ key }) => key)]);
      return { ...state, acknowledged: [...keys] };
    }
    case 'clear':
      return { ...state, clearedBefore: context.view?.at ?? context.now };
    case 'notice':
      return { ...state, notice: action.notice };
    default:
      return state;
  }
}
