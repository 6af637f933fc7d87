import { fit, width } from '../../text/width.ts';

/** A cleaned text cut into pieces of exactly these widths, to be set next to each other; what is too long ends in `~`. */
export function slices(text: string, widths: readonly number[]): string[] {
  const characters = [...text];
  return widths.map((columns, index) => {
    if (index === widths.length - 1) return fit(characters.join(''), columns);
    let piece = '';
    let taken = 0;
    while (characters[0] !== undefined && taken + width(characters[0]) <= columns) {
      taken += width(characters[0]);
      piece += characters.shift();
    }
    return piece + ' '.repeat(columns - taken);
  });
}
