import type { Terminal } from './terminal.ts';

const special: Readonly<Record<string, string>> = {
  space: ' ',
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  backspace: '\x7f',
};

/** What a terminal sends for a key of the keymap. */
export function bytesOf(key: string): string {
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 96);
  return special[key] ?? key;
}

/** What must stand on the screen after a key: a pattern, or anything else that can be asked of it. */
export type Shown = RegExp | ((screen: string, terminal: Terminal) => boolean);

/** A key, what is typed after it, and what must be seen then. */
export type Press = readonly [key: string, shown: Shown, typed?: string];

/** Presses keys one after another; each must show what it is said to show before the next is pressed. */
export async function pressAll(terminal: Terminal, presses: readonly Press[]): Promise<void> {
  for (const [key, shown, typed = ''] of presses) {
    terminal.send(bytesOf(key));
    if (typed !== '') terminal.send(typed);
    await terminal.until(
      (screen) => (shown instanceof RegExp ? shown.test(screen) : shown(screen, terminal)),
      `${shown} after ${key} ${JSON.stringify(typed)}`,
    );
  }
}

/** That a pattern is not on the screen. */
export const without =
  (pattern: RegExp): Shown =>
  (screen) =>
    !pattern.test(screen);
