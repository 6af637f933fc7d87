import { expect, test } from 'vitest';
import { terminalSvg } from '../../scripts/picture-svg.ts';
import { openTerminal } from '../terminal/terminal.ts';

test('a picture holds text, colours, inverse cells and blocks, and is the same every time', async () => {
  const drawn = "printf 'a<b \\033[31;1mred\\033[0m \\033[7mback\\033[0m \\342\\226\\204\\342\\226\\210'; read line";
  const terminal = openTerminal('/bin/sh', ['-c', drawn], { columns: 40, rows: 2 });
  try {
    await terminal.until((screen) => screen.includes('▄█'), 'the blocks');
    const svg = terminalSvg(terminal, 40, 2, 'a & b');
    expect(svg).toContain('<title>a &amp; b</title>');
    expect(svg).toMatch(/<text [^>]*>a&lt;b<\/text>/);
    expect(svg).toMatch(/<text [^>]*font-weight="bold" fill="#ef6b73">red<\/text>/);
    expect(svg).toMatch(
      /<rect [^>]*width="33.6" height="18" fill="#d5dae2"\/>\n<text [^>]*fill="#14181f">back<\/text>/,
    );
    // Half a cell high, then a whole one.
    expect([...svg.matchAll(/<rect [^>]*width="8.4" height="(\d+)"/g)].map(([, height]) => height)).toEqual([
      '9',
      '18',
    ]);
    expect(terminalSvg(terminal, 40, 2, 'a & b')).toBe(svg);
  } finally {
    await terminal.close();
  }
});
