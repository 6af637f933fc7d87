import { expect, test } from 'vitest';
import { openTerminal } from './terminal.ts';

test('the terminal of the tests holds what a program draws, and its exit code', async () => {
  const terminal = openTerminal('/bin/sh', [
    '-c',
    'printf "\\033[?1049h\\033[?25lhello\\033[2;3Hthere"; read line; printf "\\033[?25h\\033[?1049l"; exit 7',
  ]);
  await terminal.until((screen) => screen.includes('  there'), 'the text at row 2');
  expect(terminal.lines()[0]).toBe('hello');
  expect(terminal.alternateScreen).toBe(true);
  expect(terminal.cursorHidden).toBe(true);
  expect(terminal.autowrap).toBe(true);
  expect(terminal.scrolls).toBe(0);
  terminal.send('x\r');
  expect(await terminal.exited).toMatchObject({ code: 7 });
  await terminal.until(() => !terminal.alternateScreen, 'the main screen');
  expect(terminal.cursorHidden).toBe(false);
  await terminal.close();
});

test('the terminal of the tests counts scrolled rows, knows the title and the width it was made to', async () => {
  const terminal = openTerminal(
    '/bin/sh',
    ['-c', 'printf "\\033[?1049h\\033[?7l\\033]0;named\\007"; seq 1 7; read line; stty size; read line'],
    { rows: 5 },
  );
  await terminal.until((screen) => screen.includes('7'), 'the last row');
  expect(terminal.scrolls).toBe(3);
  expect(terminal.title).toBe('named');
  expect(terminal.autowrap).toBe(false);
  await terminal.resize(33, 9);
  terminal.send('\r');
  await terminal.until((screen) => screen.includes('9 33'), 'the new size');
  await terminal.close();
});
