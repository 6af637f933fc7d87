import { width } from '../text/width.ts';

/** The widest line of a report. */
export const reportColumns = 80;

/** Words in lines of at most 80 columns; the first line after `lead`, the others indented as far. A longer word keeps its line. */
export function wrap(text: string, lead = ''): string {
  const indent = ' '.repeat(width(lead));
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    if (!empty && width(line) + 1 + width(word) > reportColumns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line.trimEnd());
  return `${lines.join('\n')}\n`;
}
