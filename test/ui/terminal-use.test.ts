import { describe, expect, test } from 'vitest';
import { type TerminalFacts, terminalUse } from '../../src/ui/terminal.ts';

const utf8 = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' };

function use(env: TerminalFacts['env'], facts: Partial<TerminalFacts> = {}): string {
  const { mode, look, keys } = terminalUse({ env, stdoutIsTerminal: true, stdinIsTerminal: true, ...facts });
  return `${mode} ${look.glyphs} ${look.colors} ${keys ? 'keys' : 'no keys'}`;
}

describe('how a terminal is used', () => {
  test.each<[string, TerminalFacts['env'], Partial<TerminalFacts>, string]>([
    ['a usual terminal', utf8, {}, 'screen block 16 keys'],
    ['NO_COLOR', { ...utf8, NO_COLOR: '1' }, {}, 'screen block none keys'],
    ['NO_COLOR set to nothing', { ...utf8, NO_COLOR: '' }, {}, 'screen block 16 keys'],
    ['NO_COLOR but --color always', { ...utf8, NO_COLOR: '1' }, { color: 'always' }, 'screen block 16 keys'],
    ['--color never', utf8, { color: 'never' }, 'screen block none keys'],
    ['TERM=dumb', { ...utf8, TERM: 'dumb' }, {}, 'batch ascii none no keys'],
    ['TERM=vt100', { ...utf8, TERM: 'vt100' }, {}, 'screen ascii none keys'],
    ['the Linux console', { ...utf8, TERM: 'linux' }, {}, 'screen ascii 16 keys'],
    ['tmux', { ...utf8, TERM: 'tmux-256color' }, {}, 'screen block 16 keys'],
    ['LANG=C', { TERM: 'xterm', LANG: 'C' }, {}, 'screen ascii 16 keys'],
    ['no locale at all, as under sudo', { TERM: 'xterm' }, {}, 'screen ascii 16 keys'],
    ['LC_ALL beats LANG', { ...utf8, LC_ALL: 'POSIX' }, {}, 'screen ascii 16 keys'],
    ['LC_CTYPE beats LANG', { TERM: 'xterm', LANG: 'C', LC_CTYPE: 'de_DE.utf8' }, {}, 'screen block 16 keys'],
    ['--glyphs forces', { TERM: 'xterm', LANG: 'C' }, { glyphs: 'braille' }, 'screen braille 16 keys'],
    ['stdout is no terminal', utf8, { stdoutIsTerminal: false }, 'batch block 16 no keys'],
    ['stdin is no terminal', utf8, { stdinIsTerminal: false }, 'screen block 16 no keys'],
  ])('%s', (_, env, facts, expected) => {
    expect(use(env, facts)).toBe(expected);
  });
});
