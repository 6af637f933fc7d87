import type { Look } from './look.ts';

/** What is known of the terminal before anything is drawn. */
export type TerminalFacts = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTerminal: boolean;
  readonly stdinIsTerminal: boolean;
  readonly color?: 'auto' | 'always' | 'never' | undefined;
  readonly glyphs?: 'auto' | Look['glyphs'] | undefined;
};

/** How `etcdoc top` shows itself: a screen or plain text, what it may draw with, and whether keys can be read. */
export type TerminalUse = { readonly mode: 'screen' | 'batch'; readonly look: Look; readonly keys: boolean };

/** Decides once, from environment, flags and what the streams are. */
export function terminalUse(facts: TerminalFacts): TerminalUse {
  const drawable = facts.stdoutIsTerminal && facts.env.TERM !== 'dumb';
  return {
    mode: drawable ? 'screen' : 'batch',
    look: { glyphs: glyphsOf(facts), colors: colorsOf(facts) },
    keys: drawable && facts.stdinIsTerminal,
  };
}

function glyphsOf({ env, glyphs = 'auto' }: TerminalFacts): Look['glyphs'] {
  if (glyphs !== 'auto') return glyphs;
  return isUtf8(env) && !withoutBlocks.test(env.TERM ?? '') ? 'block' : 'ascii';
}

function colorsOf({ env, color = 'auto' }: TerminalFacts): Look['colors'] {
  if (color !== 'auto') return color === 'always' ? '16' : 'none';
  return env.NO_COLOR || withoutColor.test(env.TERM ?? '') ? 'none' : '16';
}

/** The first of LC_ALL, LC_CTYPE, LANG that is set decides (POSIX); sudo and ssh often drop all three. */
function isUtf8(env: TerminalFacts['env']): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/** The Linux console's font has full and half blocks only. */
const withoutBlocks = /^(linux|dumb$|vt\d)/;
const withoutColor = /^(dumb$|vt\d|.*-m$|.*mono)/;
