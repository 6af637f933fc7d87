import { describe, expect, test } from 'vitest';
import { width } from '../../../src/text/width.ts';
import { briefly } from '../../../src/ui/widgets/briefly.ts';
import { type EntryWords, fitEntry } from '../../../src/ui/widgets/entry-words.ts';

const words: EntryWords = {
  text: 'cp-1 WAL fsync p99 254 ms > 10 ms',
  brief: 'cp-1 fsync p99 254 ms > 10 ms',
  cause: 'slow disk',
  lasted: '42s',
  word: 'ongoing',
  again: '2x again',
  extremes: 'min 228 avg 250 max 254',
};

/** What the line says, the blanks between its ends left out. */
const line = (columns: number, of: EntryWords = words) => {
  const { said, tail } = fitEntry(of, columns);
  return `${said} |${tail}`;
};

describe('a line of the event log', () => {
  test.each([
    [99, 'cp-1 WAL fsync p99 254 ms > 10 ms (slow disk) | 42s ongoing  min 228 avg 250 max 254 2x again'],
    [90, 'cp-1 fsync p99 254 ms > 10 ms (slow disk) | 42s ongoing  min 228 avg 250 max 254 2x again'],
    [66, 'cp-1 WAL fsync p99 254 ms > 10 ms (slow disk) | 42s ongoing 2x again'],
    [62, 'cp-1 fsync p99 254 ms > 10 ms (slow disk) | 42s ongoing 2x again'],
    [58, 'cp-1 WAL fsync p99 254 ms > 10 ms (slow disk) | 42s 2x again'],
    [49, 'cp-1 WAL fsync p99 254 ms > 10 ms (slow disk) | 42s'],
    [45, 'cp-1 fsync p99 254 ms > 10 ms (slow disk) | 42s'],
    [37, 'cp-1 WAL fsync p99 254 ms > 10 ms | 42s'],
    [33, 'cp-1 fsync p99 254 ms > 10 ms | 42s'],
    [20, 'cp-1 fsync p99 254 ms > 10 ms | 42s'],
  ])('of %i cells gives up what matters least first', (columns, expected) => {
    expect(line(columns)).toBe(expected);
  });

  test('keeps the number, its bound and how long as long as they fit, at any width', () => {
    for (let columns = 33; columns < 120; columns += 1) {
      const { said, tail } = fitEntry(words, columns);
      expect(said).toContain('254 ms > 10 ms');
      expect(tail).toContain('42s');
      expect(width(said) + width(tail)).toBeLessThanOrEqual(columns);
    }
  });

  test('says what it has of what it is given', () => {
    const bare = { ...words, text: 'done', brief: 'done', cause: '', lasted: '', word: '', again: '', extremes: '' };
    expect(line(40, bare)).toBe('done |');
  });
});

test('metrics have shorter names in front of a text, and nowhere else', () => {
  expect(briefly('WAL fsync p99 23 ms > 10 ms')).toBe('fsync p99 23 ms > 10 ms');
  expect(briefly('backend commit p99 is well again after 9 s')).toBe('commit p99 is well again after 9 s');
  expect(briefly('quota used 90% > 80%')).toBe('quota used 90% > 80%');
  expect(briefly('a mark about WAL fsync p99 of late')).toBe('a mark about WAL fsync p99 of late');
});
