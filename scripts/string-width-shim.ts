import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

/**
 * Stands for the package `string-width` in the bundle: columns a text takes on a terminal, escape sequences not counted. A quarter
 * of a frame's CPU goes into this question, and nearly all of it is about ASCII, lines, blocks and braille.
 */
export default function stringWidth(text: string): number {
  const visible = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  if (printableAscii.test(visible)) return visible.length;
  let columns = 0;
  for (const character of visible) columns += characterWidth(character);
  return columns;
}

const printableAscii = /^[\x20-\x7e]*$/;

const zeroWidth =
  /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u;

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code < 0x7f) || (code >= 0x2500 && code < 0x25fd) || (code >= 0x2800 && code < 0x2900)) return 1;
  return zeroWidth.test(character) ? 0 : eastAsianWidth(code);
}
