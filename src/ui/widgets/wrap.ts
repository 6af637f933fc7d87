import { width } from '../../text/width.ts';

/** A cleaned text in lines of at most `columns` cells, broken at spaces; a word that is longer than a line is left to be cut. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width(joined) > columns) {
      lines.push(line);
      line = word;
    } else line = joined;
  }
  if (line !== '') lines.push(line);
  return lines;
}
