import { expect, test } from 'vitest';
import { endOf, fixture, openTop } from './top.ts';

const erasing = ['\u001b[J', '\u001b[0J', '\u001b[2J', '\u001b[3J'];
const frames = (output: string) => output.split('\u001b[?2026l').length - 1;

test.each([
  [80, 24],
  [200, 50],
] as const)('no refresh erases the screen at %dx%d: what changed is written over what was', async (columns, rows) => {
  const recording = fixture('slow-disk');
  const terminal = await openTop(['--replay', recording, '--speed', '10'], { columns, rows });
  await terminal.until((screen) => /QUORUM/.test(screen), 'the header');
  const first = terminal.takeOutput();
  expect(frames(first)).toBeGreaterThan(0);
  const end = await endOf(recording);
  await terminal.until((screen) => screen.includes(end), 'the last sample');
  const output = terminal.takeOutput();
  expect(frames(output)).toBeGreaterThanOrEqual(10);
  expect(erasing.filter((sequence) => output.includes(sequence))).toEqual([]);
  expect(terminal.scrolls).toBe(0);
});
