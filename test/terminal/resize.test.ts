import { expect, test, vi } from 'vitest';
import { sleep } from '../lab/wait.ts';
import type { Terminal } from './terminal.ts';
import { fixture, openReplay, openTop, quickly } from './top.ts';

type Size = readonly [columns: number, rows: number];

const named: readonly Size[] = [
  [60, 20],
  [200, 50],
  [20, 5],
  [3, 2],
  [80, 24],
];

/** A program that has known no other size. */
const programAt = ([columns, rows]: Size) => openTop(quickly(fixture('slow-disk')), { columns, rows });

/** Waits until both show the same; where there is no room for the time, nothing tells when a replay has ended. */
const showsWhat = (terminal: Terminal, other: Terminal) =>
  vi.waitFor(
    () => {
      expect(other.screen()).toMatch(/\S/);
      expect(terminal.screen()).toBe(other.screen());
    },
    { timeout: 30_000, interval: 50 },
  );

test('after each of 60x20, 200x50, 20x5, 3x2 and 80x24 the screen is that of a program started at that size', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], { columns: 120, rows: 40 });
  for (const size of named) {
    const other = await programAt(size);
    await terminal.resize(...size);
    await showsWhat(terminal, other);
  }
  expect(terminal.alternateScreen).toBe(true);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('sixty sizes in a row leave no stale cell, no line too long, and the header at the top', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], { columns: 120, rows: 40 });
  const random = numbersFrom(20_260_101);
  for (let count = 0; count < 60; count += 1) {
    await terminal.resize(3 + random(218), 2 + random(60));
    // Now and then the program is given time to draw, else several sizes meet one frame.
    if (count % 4 === 0) await sleep(random(60));
    if (count % 7 === 0) terminal.send(['?', '\x1b', 'l'][random(3)] ?? '');
  }
  const sizes: readonly Size[] = [
    [97, 31],
    [61, 13],
  ];
  for (const size of sizes) {
    const other = await programAt(size);
    terminal.send('\x1b');
    await terminal.resize(...size);
    await showsWhat(terminal, other);
  }
});

test('a frame is never taller than the terminal: nothing scrolls, whatever the size, the overlay and the sample', async () => {
  const sizes = [
    [80, 24],
    [60, 12],
    [40, 6],
    [200, 50],
  ] as const;
  await Promise.all(
    sizes.map(async ([columns, rows]) => {
      const terminal = await openTop(quickly(fixture('slow-disk')), { columns, rows });
      await terminal.until((screen) => /QUORUM|leader/.test(screen), 'the first sample');
      for (const key of ['?', esc, 'l', esc, '\r', esc, 'f', esc, 'e', esc, '[', '{', 'L', 'v', 'v', 'v', 'H', 'H']) {
        terminal.send(key);
        await sleep(30);
      }
      await terminal.until(
        (screen) => /QUORUM|leader/.test(screen.split('\n')[0] ?? ''),
        'the header in the first line',
      );
      expect(terminal.scrolls).toBe(0);
      terminal.send('q');
      await terminal.exited;
    }),
  );
});

const esc = '\x1b';

/** Pseudo-random numbers below a bound, the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
