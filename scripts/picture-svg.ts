import type { Cell, Terminal } from '../test/terminal/terminal.ts';
import { xmlText } from './xml-text.ts';

const cellWidth = 8.4;
const cellHeight = 18;
const padding = 14;
const colours = { background: '#14181f', foreground: '#d5dae2' };
/** The sixteen named colours, as a dark terminal shows them. */
const palette = [
  ['#3b424d', '#ef6b73', '#8fc97a', '#e3b765', '#6fb1f2', '#c98ee0', '#5fc0c8', '#c6ccd6'],
  ['#6b7482', '#ff8a91', '#a9e094', '#f5cf85', '#92c7ff', '#deabf2', '#82dbe2', '#ffffff'],
].flat();

/** The terminal's cells as an SVG picture; the same screen gives the same bytes. */
export function terminalSvg(terminal: Terminal, columns: number, rows: number, title: string): string {
  const width = round(columns * cellWidth + 2 * padding);
  const height = rows * cellHeight + 2 * padding;
  const font = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
  const lines = Array.from({ length: rows }, (_, row) => rowSvg(cellsOf(terminal, row, columns), row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/>`,
    `<g font-family="${font}" font-size="14" fill="${colours.foreground}" xml:space="preserve">`,
    ...lines.flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Run = { readonly column: number; readonly text: string; readonly columns: number; readonly style: Style };
type Style = {
  readonly fill: string;
  readonly back: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
};

function cellsOf(terminal: Terminal, row: number, columns: number): Cell[] {
  return Array.from({ length: columns }, (_, column) => terminal.cell(row, column));
}

function rowSvg(cells: readonly Cell[], row: number): string[] {
  const top = padding + row * cellHeight;
  return runsOf(cells).flatMap((run) => {
    const left = round(padding + run.column * cellWidth);
    const width = round(run.columns * cellWidth);
    const { fill, back, bold, dim } = run.style;
    const paint = `${fill === colours.foreground ? '' : ` fill="${fill}"`}${dim ? ' opacity="0.6"' : ''}`;
    const drawn: string[] = [];
    if (back !== undefined) drawn.push(rect(left, top, width, cellHeight, ` fill="${back}"`));
    if (isBlock(run.text)) drawn.push(...blocks(run, top, paint));
    else if (run.text.trim() !== '') {
      const weight = bold ? ' font-weight="bold"' : '';
      const fit = ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
      drawn.push(`<text x="${left}" y="${top + 13.5}"${fit}${weight}${paint}>${xmlText(run.text)}</text>`);
    }
    return drawn;
  });
}

/** Neighbours of one style; blanks at the end of a run without a background are not drawn. */
function runsOf(cells: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  cells.forEach((cell, column) => {
    if (cell.columns === 0) return;
    const text = cell.text === '' ? ' ' : cell.text;
    const style = styleOf(cell);
    const last = runs.at(-1);
    const joins = last !== undefined && sameStyle(last.style, style) && isBlock(last.text) === isBlock(text);
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + text, columns: last.columns + cell.columns };
    else runs.push({ column, text, columns: cell.columns, style });
  });
  return runs.map((run) => {
    const text = run.style.back === undefined ? run.text.trimEnd() : run.text;
    return { ...run, text, columns: run.columns - (run.text.length - text.length) };
  });
}

function styleOf(cell: Cell): Style {
  const fore = cell.defaultColor ? colours.foreground : colour(cell.foreground, cell.rgb);
  const back = cell.background === undefined ? undefined : colour(cell.background, false);
  const { bold, dim } = cell;
  return cell.inverse ? { fill: back ?? colours.background, back: fore, bold, dim } : { fill: fore, back, bold, dim };
}

function sameStyle(a: Style, b: Style): boolean {
  return a.fill === b.fill && a.back === b.back && a.bold === b.bold && a.dim === b.dim;
}

function colour(number: number, rgb: boolean): string {
  if (rgb) return `#${number.toString(16).padStart(6, '0')}`;
  const named = palette[number];
  if (named !== undefined) return named;
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = number - 16;
  const parts =
    number >= 232
      ? Array(3).fill(8 + 10 * (number - 232))
      : [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level);
  return `#${parts.map((part: number) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Lower eighth blocks are drawn, not written: fonts disagree about their height. */
function isBlock(text: string): boolean {
  return /^[\u2581-\u2588]+$/.test(text);
}

function blocks(run: Run, top: number, paint: string): string[] {
  const fill = paint.includes('fill=') ? paint : ` fill="${colours.foreground}"${paint}`;
  return [...run.text].map((block, index) => {
    const height = round((((block.codePointAt(0) ?? 0) - 0x2580) / 8) * cellHeight);
    const left = round(padding + (run.column + index) * cellWidth);
    return rect(left, round(top + cellHeight - height), round(cellWidth), height, fill);
  });
}

function rect(x: number, y: number, width: number, height: number, paint: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${paint}/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
