import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from '../../src/text/clean.ts';
import { fit, width } from '../../src/text/width.ts';

test.each([
  ['cp-1', 4],
  ['日本', 4],
  ['é', 1],
  ['▁█⣿─', 4],
  ['…', 1],
  ['😀', 2],
  ['✅', 2],
])('%s takes %i columns', (text, columns) => {
  expect(width(text)).toBe(columns);
});

test('a text is cut at a whole character and says that it was cut', () => {
  expect(fit('control-plane-1', 8)).toBe('control~');
  expect(fit('日本語', 4)).toBe('日~ ');
  expect(fit('cp', 4, 'right')).toBe('  cp');
  expect(fit('cp-1', 0)).toBe('');
  expect(fit('cp-1', 3, 'left', '')).toBe('cp-');
});

test('fit fills exactly its columns with any cleaned text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom('', '~', '…'),
      (text, columns, mark) => {
        expect(width(fit(clean(text), columns, 'left', mark))).toBe(columns);
      },
    ),
    { numRuns: 2000 },
  );
});
