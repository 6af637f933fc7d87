import type { UiState } from '../state.ts';
import type { Action, Context } from './action.ts';

type Time = Extract<Action, { kind: 'pause' | 'live' | 'step' }>;

/** Which sample is shown. Stepping holds the display; going past the newest sample does not let it go. */
export function reduceTime(state: UiState, action: Time, { oldest, newest }: Context): UiState {
  if (newest < 0) return state;
  switch (action.kind) {
    case 'pause':
      return state.paused === undefined ? { ...state, paused: newest } : live(state);
    case 'live':
      return live(state);
    case 'step': {
      const to = (state.paused ?? newest) + action.samples;
      return { ...state, paused: Math.max(oldest, Math.min(newest, to)) };
    }
  }
}

function live({ paused: _, ...state }: UiState): UiState {
  return state;
}

/** The wall time that `14:01`, `14:01:30` (UTC, on the day of `at` or the day before) or `-5m` means; undefined when it means none. */
export function timeOf(text: string, at: number): number | undefined {
  const back = /^-(\d+(?:\.\d+)?)\s*([smh]?)$/.exec(text.trim());
  if (back) return at - Number(back[1]) * 1000 * ({ s: 1, m: 60, h: 3600 }[back[2] ?? ''] ?? 1);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (!clock) return undefined;
  const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const day = Math.floor(at / dayMs) * dayMs;
  const wanted = day + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return wanted > at ? wanted - dayMs : wanted;
}

const dayMs = 86_400_000;
