import type { AlertNotice } from '../../model/notice.ts';
import { entryOf } from '../../report/alert-line.ts';
import { clean } from '../../text/clean.ts';
import { withoutSecrets } from '../../text/without-secrets.ts';

/** Foreign text as it may leave for another program. */
export const outgoing = (text: string): string => withoutSecrets(clean(text));

/** The alert in one sentence, as its line says it. */
export const messageOf = (notice: AlertNotice, node: string): string =>
  outgoing(String(entryOf(notice, node).fields.message));

/** At most so many UTF-8 bytes of a text, no character cut. */
export function upToBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const mark = '...';
  let end = 0;
  let used = mark.length;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    end += character.length;
  }
  return `${text.slice(0, end)}${mark}`;
}
