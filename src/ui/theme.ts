import type { TextProps } from 'ink';
import type { Tone } from './line.ts';
import type { Look } from './look.ts';

type Style = Omit<TextProps, 'children'>;

/** How a tone is drawn: colours of the user's own palette, no backgrounds. Without colours only bold and inverse tell tones apart. */
export function textStyle(tone: Tone, look: Look): Style {
  return look.colors === 'none' ? plain[tone] : colored[tone];
}

const plain: Readonly<Record<Tone, Style>> = {
  plain: {},
  dim: {},
  title: { bold: true },
  ok: {},
  warning: { bold: true },
  critical: { bold: true },
  accent: { bold: true },
  selected: { inverse: true },
};

/** Dark shades of the sixteen: yellow and cyan of the bright half cannot be read on white, blue not on black. */
const colored: Readonly<Record<Tone, Style>> = {
  plain: {},
  dim: { dimColor: true },
  title: { bold: true },
  ok: { color: 'green' },
  warning: { color: 'yellow', bold: true },
  critical: { color: 'red', bold: true },
  accent: { color: 'cyan' },
  selected: { inverse: true },
};
