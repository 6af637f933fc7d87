import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanAscii } from '../../src/text/clean.ts';
import { width } from '../../src/text/width.ts';

test.each([
  ['cp-1', 'cp-1'],
  ['\x1b[2J', '\\x1b[2J'],
  ['\x9b31m', '\\x9b31m'],
  ['a\r\nb\tc', 'a\\x0d\\x0ab\\x09c'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['\u2066x\u2069', '\\u2066x\\u2069'],
  ['a\u200bb\ufeffc', 'a\\u200bb\\ufeffc'],
  ['a\u2028b', 'a\\u2028b'],
  ['\ud800x', '\\ud800x'],
  ['Z\u0317\u0316algo', 'Z\\u0317\\u0316algo'],
  ['ue\u0301', 'ué'],
  ['\u{1f1e9}\u{1f1ea}', '\\u{1f1e9}\\u{1f1ea}'],
  ['\u{e0041}', '\\u{e0041}'],
  ['日本', '日本'],
  ['a\u00a0b', 'a\\xa0b'],
  ['\ue001', '\\ue001'],
])('%j is shown as %j', (from, to) => {
  expect(clean(from)).toBe(to);
});

test('nothing that a terminal obeys, reorders or hides is left, whatever comes in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = clean(text);
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{M}]/u);
      expect(clean(shown)).toBe(shown);
    }),
    { numRuns: 2000 },
  );
});

test('an ASCII terminal gets printable ASCII, one column per character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = cleanAscii(text);
      expect(shown).toMatch(/^[\x20-\x7e]*$/);
      expect(width(shown)).toBe(shown.length);
    }),
  );
});
