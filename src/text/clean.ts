/**
 * ★ The choke point: text from outside (member names, URLs, gRPC and TLS messages, recordings) made fit for a terminal, a log line
 * or a label. What could move the cursor, reorder, hide or merge with its neighbours is written out as `\x1b`, `\u202e`...; line
 * breaks too, so one text stays one line. Escape sequences are thus shown, never obeyed. Idempotent but for the backslash, which is kept.
 */
export function clean(text: string): string {
  if (printableAscii.test(text)) return text;
  return text.normalize('NFC').replace(unsafe, escapeCharacter);
}

/** As `clean`, and what is not ASCII becomes `?`: for terminals whose locale is not UTF-8. */
export function cleanAscii(text: string): string {
  return clean(text).replace(/[^\x20-\x7e]/gu, '?');
}

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * Categories that have no cell of their own or change other cells: controls, formats (bidi, zero width), surrogates, private use,
 * unassigned, line and paragraph separators, combining marks left over by NFC, odd spaces; and characters whose width terminals
 * dispute when they follow another: emoji modifiers, flags, conjoining Hangul.
 */
const unsafe =
  /[\p{C}\p{Zl}\p{Zp}\p{M}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\u115f\u3164\uffa0]|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0xfffd;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}
