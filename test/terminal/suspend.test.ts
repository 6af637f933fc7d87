import { expect, test } from 'vitest';
import { endOf, fixture, hasEnded, openShell } from './top.ts';

const recording = fixture('slow-disk');
const command = `$ETCDOC_TOP --replay ${recording} --speed 100000`;

test.each([
  ['an interactive bash', '/bin/bash', ['--norc', '--noprofile', '-i']],
  ['sh with job control', '/bin/sh', ['-i']],
] as const)(
  'Ctrl-Z gives the terminal back to %s; fg paints the whole screen and the keys go on',
  async (_, file, args) => {
    const end = await endOf(recording);
    const terminal = await openShell(file, args, { columns: 120, rows: 40 });
    await terminal.until((screen) => screen.includes('$'), 'the prompt');
    terminal.send(`${command}\r`);
    await terminal.until((screen) => hasEnded(screen, end) && terminal.alternateScreen, 'the replay at its end');
    const before = terminal.screen();

    for (const round of ['first', 'second']) {
      terminal.send('\x1a');
      await terminal.until(
        (screen) => !terminal.alternateScreen && /Stopped.*\n.*\$ *$/s.test(screen.trimEnd()),
        'the stopped job',
      );
      expect(terminal.alternateScreen).toBe(false);
      expect(terminal.cursorHidden).toBe(false);
      expect(terminal.autowrap).toBe(true);
      terminal.send(`stty -a; echo ${round}\r`);
      const shell = await terminal.until((screen) => screen.includes(`\n${round}`), 'the answer of stty');
      expect(shell).toMatch(/^isig icanon iexten echo /m);

      terminal.send('fg\r');
      await terminal.until((screen) => terminal.alternateScreen && screen === before, 'the whole screen again');
      await terminal.until(() => terminal.cursorHidden && !terminal.autowrap, 'no cursor, no autowrap');
    }

    terminal.send('?');
    await terminal.until((screen) => screen.includes('HELP'), 'help');
    terminal.send('q');
    // What is typed before the shell is ready stands above its prompt.
    await terminal.until((screen) => !terminal.alternateScreen && /\n\$$/.test(screen.trimEnd()), 'the prompt again');
    terminal.send('echo "code=$?"\r');
    await terminal.until((screen) => screen.includes('\ncode=0'), 'exit code 0');
  },
);

test('a terminal that was made smaller meanwhile is painted at its new size', async () => {
  const terminal = await openShell('/bin/bash', ['--norc', '--noprofile', '-i'], { columns: 120, rows: 40 });
  const end = await endOf(recording);
  terminal.send(`${command}\r`);
  await terminal.until((screen) => hasEnded(screen, end) && terminal.alternateScreen, 'the replay at its end');
  terminal.send('\x1a');
  await terminal.until((screen) => /Stopped/.test(screen), 'the stopped job');
  await terminal.resize(80, 24);
  terminal.send('fg\r');
  await terminal.until(
    (screen) => terminal.alternateScreen && screen.includes(end) && /^\? help/.test(terminal.lines()[23] ?? ''),
    'header and footer at 80x24',
  );
  terminal.send('q');
  await terminal.until(() => !terminal.alternateScreen, 'the shell');
});
