import type { UiState } from '../state.ts';
import type { Action, Context } from './action.ts';
import { timeOf } from './time.ts';

type Typing = Extract<Action, { kind: 'type' | 'erase' | 'eraseAll' | 'submit' }>;

/** A line that is being typed, and what it means when it is done. */
export function reducePrompt(state: UiState, action: Typing, context: Context): UiState {
  const { overlay } = state;
  if (overlay.kind !== 'prompt') return state;
  const typed = (text: string): UiState => ({ ...state, overlay: { ...overlay, text } });
  switch (action.kind) {
    case 'type':
      return overlay.text.length < longest ? typed(overlay.text + action.text) : state;
    case 'erase':
      return typed([...overlay.text].slice(0, -1).join(''));
    case 'eraseAll':
      return typed('');
    case 'submit':
      return submit({ ...state, overlay: { kind: 'none' } }, overlay.ask, overlay.text.trim(), context);
  }
}

const longest = 200;
const shortestInterval = 0.5;
const longestInterval = 3600;

function submit(state: UiState, ask: Ask, text: string, context: Context): UiState {
  switch (ask) {
    case 'filter':
      return { ...state, filter: text, scroll: { ...state.scroll, events: 0 } };
    case 'jump': {
      const at = timeOf(text, context.newestAt);
      if (at === undefined) return refused(state, text === '' ? 'no time given' : `"${text}" is no time; 14:01 or -5m`);
      // The clock on the screen has whole seconds: the sample that shows the one typed is meant.
      const withinSecond = text.startsWith('-') ? 0 : 999;
      return { ...state, paused: Math.max(context.oldest, context.numberAt(at + withinSecond)) };
    }
    case 'interval':
      if (intervalOf(text) === undefined)
        return refused(state, `an interval is a number of seconds, ${shortestInterval} at least`);
      return state;
    case 'mark':
      return text === '' ? refused(state, 'a mark needs a name') : state;
  }
}

type Ask = Extract<UiState['overlay'], { kind: 'prompt' }>['ask'];

/** Seconds that a person may ask for; undefined for anything else. */
export function intervalOf(text: string): number | undefined {
  const seconds = Number(text.trim().replace(/s$/, ''));
  return text.trim() !== '' && seconds >= shortestInterval && seconds <= longestInterval ? seconds : undefined;
}

function refused(state: UiState, text: string): UiState {
  return { ...state, notice: { text, tone: 'warning' } };
}
