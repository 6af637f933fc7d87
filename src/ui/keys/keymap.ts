import { chartKeys, tableKeys } from './data-keys.ts';
import type { KeyRow } from './key-row.ts';
import { eventKeys, outputKeys } from './output-keys.ts';
import { moveKeys, programKeys, timeKeys } from './screen-keys.ts';

/** ★ The keys, in the order of help. */
export const keymap: readonly KeyRow[] = [
  ...programKeys,
  ...timeKeys,
  ...moveKeys,
  ...tableKeys,
  ...chartKeys,
  ...eventKeys,
  ...outputKeys,
];

const byKey: ReadonlyMap<string, KeyRow> = new Map(keymap.flatMap((row) => row.keys.map((key) => [key, row])));

/** The row of a key; undefined for a key that means nothing. */
export function rowOf(key: string): KeyRow | undefined {
  return byKey.get(key);
}

/** The keys as help and README list them. */
export function keyRows(): readonly { keys: string; label: string; help: string; group: string }[] {
  return keymap.map(({ keys, label = '', help, group }) => ({
    keys: keys.map(shownKey).join(' '),
    label,
    help,
    group,
  }));
}

const shown: Readonly<Record<string, string>> = {
  space: 'SPC',
  enter: 'ENTER',
  esc: 'Esc',
  tab: 'TAB',
  'shift-tab': 'Shift-TAB',
  up: 'Up',
  down: 'Down',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** A key as it is written for people: `SPC`, `Ctrl-L`, `q`. */
export function shownKey(key: string): string {
  return shown[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
}
