import { eastAsianWidth } from 'get-east-asian-width';

/** Columns that a cleaned text takes on a terminal. */
export function width(text: string): number {
  if (narrow.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character.codePointAt(0) ?? 0);
  return columns;
}

/** Nearly all there is: ASCII, lines, blocks and braille, one column each. */
const narrow = /^[ -~\u2500-\u259f\u2800-\u28ff]*$/;

/** The text cut or padded to exactly `columns`; what is cut ends in `mark` (`~` on ASCII terminals, `…` elsewhere, '' for none). */
export function fit(text: string, columns: number, align: 'left' | 'right' = 'left', mark = '~'): string {
  if (columns <= 0) return '';
  const taken = width(text);
  if (taken === columns) return text;
  if (taken > columns) return cut(text, columns, mark);
  const padding = ' '.repeat(columns - taken);
  return align === 'left' ? text + padding : padding + text;
}

function cut(text: string, columns: number, mark: string): string {
  const room = columns - width(mark);
  if (room < 0) return ' '.repeat(columns);
  let kept = '';
  let taken = 0;
  for (const character of text) {
    const next = characterWidth(character.codePointAt(0) ?? 0);
    if (taken + next > room) break;
    kept += character;
    taken += next;
  }
  return kept + mark + ' '.repeat(room - taken);
}

function characterWidth(code: number): number {
  if (code < 0x7f) return 1;
  if ((code >= 0x2500 && code <= 0x259f) || (code >= 0x2800 && code <= 0x28ff)) return 1;
  return eastAsianWidth(code);
}
