import type { Key } from 'ink';

/** The keys in one chunk of input, by name, in order: a burst ("jjk") or a paste comes as one chunk. */
export function keyNames(input: string, key: Key): string[] {
  if (key.eventType === 'release') return [];
  const named = special.find(([flag]) => key[flag]);
  if (named) return [key.shift && named[1] === 'tab' ? 'shift-tab' : named[1]];
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input}`];
  if (key.meta) return [];
  return [...input].flatMap(characterName);
}

const special = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

function characterName(character: string): string[] {
  if (character === ' ') return ['space'];
  if (character === '\r' || character === '\n') return ['enter'];
  if (character === '\t') return ['tab'];
  if (/\p{C}/u.test(character)) return [];
  return [character];
}

/** What a key types into a prompt; undefined for keys that are no character. */
export function typedBy(key: string): string | undefined {
  if (key === 'space') return ' ';
  return [...key].length === 1 ? key : undefined;
}
