import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import inkLineUpdate from '../../node_modules/ink/build/line-update.js';
import lineUpdate from '../../scripts/ink-output-line.ts';

const columns = 30;
const styles: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
  green: (text) => `\u001b[32m${text}\u001b[39m`,
  warning: (text) => `\u001b[1m\u001b[33m${text}\u001b[39m\u001b[22m`,
  selected: (text) => `\u001b[7m${text}\u001b[27m`,
};

/** What a terminal shows of a line, cell by cell, with what it is drawn in; and whether the cursor's style is plain at its end. */
async function shown(output: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 2, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(`\u001b[?7l${output}\r\nx`, resolve));
  const cells = [0, 1].flatMap((row) =>
    Array.from({ length: row === 0 ? columns : 1 }, (_, column) => {
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      if (!cell) return 'none';
      return `${cell.getChars().trim()} ${cell.getFgColor()} ${cell.isBold()} ${cell.isDim()} ${cell.isInverse()}`;
    }),
  );
  terminal.dispose();
  return cells;
}

const span = fc.tuple(
  fc.constantFrom(...Object.keys(styles)),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '1', '-', '█', '⣿', '漢'), minLength: 1, maxLength: 8 }),
);
const spans = fc.array(span, { maxLength: 5 });
const lineOf = (parts: readonly (readonly [string, string])[]) =>
  parts
    .map(([style, text]) => styles[style]?.(text) ?? text)
    .join('')
    .trimEnd();

describe('a line brought up to date', () => {
  test('is the line, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(spans, spans, fc.nat(4), async (before, other, kept) => {
        const [previous, next] = [lineOf(before), lineOf([...before.slice(0, kept), ...other.slice(kept)])];
        const wide = /漢/.test(previous + next) || Math.max(...[previous, next].map((line) => visible(line))) > columns;
        const update = lineUpdate(previous, next, columns);
        if (wide) expect(update).toBe(inkLineUpdate(previous, next, columns));
        else expect(await shown(previous + update)).toEqual(await shown(next));
      }),
      { numRuns: 300 },
    );
  });

  test('costs the cells that changed', () => {
    const row = (figure: string) => `${styles.green?.('etcd-1')}  ${figure}  42 ${styles.warning?.('! much more')}`;
    expect(lineUpdate(row('12.3'), row('12.4'), columns)).toBe('\u001b[12G4');
    expect(lineUpdate('a long line', 'a long', columns)).toBe('\u001b[7G\u001b[K');
  });

  test('leaves to Ink what has other styles', () => {
    const [before, after] = ['\u001b[38;5;9mred\u001b[39m one', '\u001b[38;5;9mred\u001b[39m two'];
    expect(lineUpdate(before, after, columns)).toBe(inkLineUpdate(before, after, columns));
  });
});

function visible(line: string): number {
  return line.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m`, 'g'), '').length;
}
