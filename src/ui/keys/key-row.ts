import type { Host } from '../host.ts';
import type { Action, Context } from '../reduce/action.ts';
import type { UiState } from '../state.ts';

/** One key, every consumer: what it does, what footer, help and README say of it, and why it cannot act just now. */
export type KeyRow = {
  /** Names as `keyNames` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
  /** A word for the footer; without one the footer does not mention the key. */
  readonly label?: string | undefined;
  readonly help: string;
  readonly group: string;
  /** A function where several keys differ only in what they name. */
  readonly action: Action | ((key: string) => Action);
  readonly whenDisabled?: (state: UiState, host: Host, context: Context) => string | undefined;
};
