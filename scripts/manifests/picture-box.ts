import { xmlText } from '../xml-text.ts';

/** A place in the picture, in its units. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Style = {
  readonly size?: number;
  readonly weight?: number;
  readonly anchor?: 'middle' | 'end';
  readonly fill?: string;
};

/** A line of text with its foot at a point. */
export function label(text: string, x: number, y: number, { size, weight, anchor, fill }: Style): string {
  const style = [
    size === undefined ? '' : ` font-size="${size}"`,
    weight === undefined ? '' : ` font-weight="${weight}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
    fill === undefined ? '' : ` fill="${fill}"`,
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}"${style}>${xmlText(text)}</text>`;
}

export const round = (value: number): number => Math.round(value * 10) / 10;
