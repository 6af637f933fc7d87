import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import shim from '../scripts/string-width-shim.ts';

test.each([
  ['plain', 5],
  ['', 0],
  ['│─┌█▁▇', 6],
  ['⣿⠁⡇', 3],
  ['✅', 2],
  ['日本', 4],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['\u001b[31mred\u001b[39m', 3],
  ['\u001b]8;;http://a.example\u0007link\u001b]8;;\u0007', 4],
])('%j takes %i columns', (text, columns) => {
  expect(shim(text)).toBe(columns);
  expect(stringWidth(text)).toBe(columns);
});

/** What half an escape sequence is worth, each parser decides for itself. */
const escapeCode = 0x1b;

test('agrees with the package on what the screen is made of', () => {
  const drawn = fc.oneof(
    fc.integer({ min: 0x00, max: 0x7f }).filter((code) => code !== escapeCode),
    fc.integer({ min: 0xa1, max: 0x24f }).filter((code) => code !== 0xa9 && code !== 0xad && code !== 0xae),
    fc.integer({ min: 0x2500, max: 0x25ff }),
    fc.integer({ min: 0x2800, max: 0x28ff }),
    fc.integer({ min: 0x4e00, max: 0x9fff }),
  );
  fc.assert(
    fc.property(fc.array(drawn), (codes) => {
      const text = codes.map((code) => String.fromCodePoint(code)).join('');
      expect(shim(text)).toBe(stringWidth(text));
    }),
  );
});
