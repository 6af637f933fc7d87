import { clean } from '../text/clean.ts';

/** What terminals take in one sequence; longer text only goes to the file. */
const longestBase64 = 74_994;

/** The sequence that puts text on the terminal's clipboard (OSC 52), wrapped for tmux and screen; undefined when it is too long. */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const base64 = Buffer.from(text.split('\n').map(clean).join('\n'), 'utf8').toString('base64');
  if (base64.length > longestBase64) return undefined;
  const sequence = `\x1b]52;c;${base64}\x07`;
  if (env.TMUX) return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  if (env.STY) return (sequence.match(/[\s\S]{1,76}/g) ?? []).map((part) => `\x1bP${part}\x1b\\`).join('');
  return sequence;
}
