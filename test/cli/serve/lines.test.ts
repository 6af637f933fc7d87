import { describe, expect, test } from 'vitest';
import { createLines } from '../../../src/cli/serve/lines.ts';

/** A pipe that holds `room` lines until somebody reads. */
function pipe(room: number) {
  const written: string[] = [];
  let drain = () => {};
  return {
    written,
    sink: {
      write: (text: string) => {
        written.push(text);
        room -= 1;
        return room > 0;
      },
      once: (_: 'drain', listener: () => void) => {
        drain = listener;
      },
    },
    read: (lines: number) => {
      room += lines;
      drain();
    },
  };
}
const gap = (count: number) => `${count} left out\n`;

describe('lines', () => {
  test('go out one by one, as long as somebody reads', () => {
    const { sink, written } = pipe(100);
    const lines = createLines(sink, gap);
    for (const text of ['a\n', 'b\n', 'c\n']) lines.write(text);
    expect(written).toEqual(['a\n', 'b\n', 'c\n']);
    expect(lines.dropped()).toBe(0);
  });

  test('wait for a reader that stalls, repeats giving way first, and how many did is said when it reads again', async () => {
    const { sink, written, read } = pipe(1);
    const lines = createLines(sink, gap, 3);
    lines.write('first\n');
    for (let line = 0; line < 1000; line += 1) lines.write(`again ${line}\n`, true);
    lines.write('raised\n');
    lines.write('resolved\n');
    expect(written).toEqual(['first\n']);
    expect(lines.dropped()).toBe(999);
    const flushed = lines.flush(10_000);
    read(100);
    await flushed;
    expect(written).toEqual(['first\n', '999 left out\n', 'again 999\n', 'raised\n', 'resolved\n']);
    lines.write('later\n');
    expect(written.at(-1)).toBe('later\n');
  });

  test('lose the oldest when there is no repeat to lose', () => {
    const { sink, written, read } = pipe(1);
    const lines = createLines(sink, gap, 2);
    for (const text of ['a\n', 'b\n', 'c\n', 'd\n']) lines.write(text);
    read(10);
    expect(written).toEqual(['a\n', '1 left out\n', 'c\n', 'd\n']);
  });

  test('end without a word when nobody will ever read again, and flushing waits for nobody', async () => {
    const { sink, written } = pipe(1);
    const lines = createLines(sink, gap);
    lines.write('a\n');
    lines.write('b\n');
    await lines.flush(1);
    const flushed = lines.flush(600_000);
    lines.end();
    await flushed;
    lines.write('c\n');
    await lines.flush(600_000);
    expect(written).toEqual(['a\n']);
  });
});
