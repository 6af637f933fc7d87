import inkLineUpdate from '../node_modules/ink/build/line-update.js';

/**
 * Stands in for Ink's own way to bring a line of the terminal up to date, which writes all from the first change to the end of the line:
 * here only the cells that changed are written. A line whose characters are not all one column wide, or whose styles are others than
 * the theme's, goes Ink's way.
 */
export default function lineUpdate(previous: string, next: string, columns: number | undefined): string {
  const whole = inkLineUpdate(previous, next, columns);
  const before = cellsOf(previous);
  const after = cellsOf(next);
  if (!before || !after || columns === undefined || Math.max(before.text.length, after.text.length) > columns) {
    return whole;
  }
  const changed = write(before, after);
  return changed.length < whole.length ? changed : whole;
}

/** The characters of a line, and for each the parameters of the SGR sequence that sets its style; '' for none. */
type Cells = { readonly text: string; readonly styles: readonly string[] };

const introducer = '\u001b';
const sequence = new RegExp(`(${introducer}\\[\\d+m)`);
const oneColumn = /^[ -~\u2500-\u259f\u2800-\u28ff]*$/;

function cellsOf(line: string): Cells | undefined {
  let [intensity, colour, inverse, text] = ['', '', '', ''];
  const styles: string[] = [];
  for (const piece of line.split(sequence)) {
    if (!piece.startsWith(introducer)) {
      if (!oneColumn.test(piece)) return undefined;
      const style = [intensity, inverse, colour].filter((code) => code !== '').join(';');
      for (let at = 0; at < piece.length; at += 1) styles.push(style);
      text += piece;
      continue;
    }
    const code = piece.slice(2, -1);
    if (code === '1' || code === '2') intensity = intensity === '' ? code : '1;2';
    else if (code === '22') intensity = '';
    else if (code === '7') inverse = code;
    else if (code === '27') inverse = '';
    else if (/^[39][0-7]$/.test(code)) colour = code;
    else if (code === '39') colour = '';
    else return undefined;
  }
  return { text, styles };
}

/** A move of the cursor costs as much as this many cells. */
const nearby = 6;

function write(before: Cells, after: Cells): string {
  const end = after.text.length;
  let written = '';
  let style = '';
  /** Where the cursor is; undefined until it was moved within this line. */
  let cursor: number | undefined;
  const put = (from: number, to: number) => {
    if (cursor !== from) written += `\u001b[${from + 1}G`;
    for (let at = from; at < to; at += 1) {
      const wanted = after.styles[at] ?? '';
      if (wanted !== style) written += wanted === '' ? '\u001b[m' : `\u001b[${style === '' ? '' : '0;'}${wanted}m`;
      style = wanted;
      written += after.text[at];
    }
    cursor = to;
  };
  for (let at = 0; at < end; at += 1) {
    // What the line before did not reach is blank.
    const same = (before.text[at] ?? ' ') === after.text[at] && (before.styles[at] ?? '') === (after.styles[at] ?? '');
    if (!same) put(cursor !== undefined && at - cursor < nearby ? cursor : at, at + 1);
  }
  if (style !== '') written += '\u001b[m';
  if (before.text.length > end) written += `${cursor === end ? '' : `\u001b[${end + 1}G`}\u001b[K`;
  return written;
}
