import { stripVTControlCharacters } from 'node:util';
import WholeOutput from '../node_modules/ink/build/output.js';
import width from './string-width-shim.ts';

type Transformer = (line: string, index: number) => string;
type Clip = {
  readonly x1: number | undefined;
  readonly x2: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
};
type Write = { readonly x: number; readonly y: number; readonly text: string; readonly transformers: Transformer[] };
type Piece = { readonly x: number; readonly end: number; readonly text: string };
type Size = { readonly width: number; readonly height: number };

/**
 * Stands in for Ink's own `Output` in the bundle. Ink takes every frame apart into an object per cell and styles per character; a
 * screen whose lines lie beside each other and fit their room can be put together from whole lines. Anything else (lines that
 * overlap, are cut, hold line breaks or invisible characters) goes Ink's way.
 */
export default class Output {
  readonly width: number;
  readonly height: number;
  readonly #steps: (Write | Clip | undefined)[] = [];

  constructor({ width, height }: Size) {
    this.width = width;
    this.height = height;
  }

  write(x: number, y: number, text: string, { transformers }: { transformers: Transformer[] }): void {
    if (text !== '') this.#steps.push({ x, y, text, transformers });
  }

  clip(clip: Clip): void {
    this.#steps.push(clip);
  }

  unclip(): void {
    this.#steps.push(undefined);
  }

  get(): { output: string; height: number } {
    const rows = this.#rows();
    return rows === undefined ? this.#whole() : { output: rows.map(joined).join('\n'), height: this.height };
  }

  /** The pieces of each row in order; undefined when they cannot simply be set beside each other. */
  #rows(): Piece[][] | undefined {
    const rows = Array.from({ length: this.height }, (): Piece[] => []);
    const clips: Clip[] = [];
    for (const step of this.#steps) {
      if (step === undefined) clips.pop();
      else if (!('text' in step)) clips.push(step);
      else {
        const { x, y, text, transformers } = step;
        if (!isSimple(text)) return undefined;
        const end = x + width(text);
        if (clips.some((clip) => y < (clip.y1 ?? y) || y >= (clip.y2 ?? y + 1))) continue;
        if (x < 0 || clips.some((clip) => x < (clip.x1 ?? x) || end > (clip.x2 ?? end))) return undefined;
        const styled = transformers.reduce((line, transform) => transform(line, 0), text);
        if (!place(rows[y], { x, end, text: styled })) return undefined;
      }
    }
    return rows;
  }

  #whole(): { output: string; height: number } {
    const output = new WholeOutput({ width: this.width, height: this.height });
    for (const step of this.#steps) {
      if (step === undefined) output.unclip();
      else if (!('text' in step)) output.clip(step);
      else output.write(step.x, step.y, step.text, { transformers: step.transformers });
    }
    return output.get();
  }
}

const usual = /^[ -~\u2500-\u259f\u2800-\u28ff]*$/;
const unusual = /\p{Control}|\p{Default_Ignorable_Code_Point}|\p{Mark}/u;

function isSimple(text: string): boolean {
  const visible = text.includes('\u001b') ? stripVTControlCharacters(text) : text;
  return usual.test(visible) || !unusual.test(visible);
}

/** Puts a piece in its place; false when another one is there. What is outside of the screen is nowhere. */
function place(row: Piece[] | undefined, piece: Piece): boolean {
  if (row === undefined) return true;
  let at = row.length;
  while (at > 0 && (row[at - 1]?.x ?? 0) > piece.x) at -= 1;
  if ((row[at - 1]?.end ?? 0) > piece.x || piece.end > (row[at]?.x ?? Number.POSITIVE_INFINITY)) return false;
  row.splice(at, 0, piece);
  return true;
}

function joined(row: readonly Piece[]): string {
  let line = '';
  let column = 0;
  for (const { x, end, text } of row) {
    line += ' '.repeat(x - column) + text;
    column = end;
  }
  return line.trimEnd();
}
