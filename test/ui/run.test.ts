import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { programOptions } from '../../scripts/program-options.ts';
import { openTerminal, type Terminal, type TerminalOptions } from '../terminal/terminal.ts';

let directory: string;
let program: string;
let terminal: Terminal | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etcdoc-screen-'));
  program = join(directory, 'screen.mjs');
  await build({
    ...programOptions,
    outfile: program,
    entryPoints: [fileURLToPath(new URL('run-program.ts', import.meta.url))],
  });
});

afterAll(() => rm(directory, { recursive: true }));

afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});

async function open(options: TerminalOptions = {}, args: readonly string[] = []): Promise<Terminal> {
  terminal = openTerminal(process.execPath, [program, ...args], options);
  await terminal.until((screen) => screen.includes('3/3 OK'), 'the first frame');
  return terminal;
}

const left = (output: string) => output.lastIndexOf('\u001b[?1049l');

describe('the terminal is itself again', () => {
  test.each([
    ['q', 'quit'],
    ['\u0003', 'quit'],
  ])('after %j', async (key, reason) => {
    const shown = await open();
    expect(shown.alternateScreen).toBe(true);
    shown.send(key);
    expect((await shown.exited).code).toBe(0);
    expect(shown.alternateScreen).toBe(false);
    expect(shown.cursorHidden).toBe(false);
    const output = shown.takeOutput();
    expect(output.slice(left(output))).toContain(`left: ${reason}`);
    expect(output.lastIndexOf('\u001b[?7h')).toBeGreaterThan(output.lastIndexOf('\u001b[?7l'));
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)('after %s', async (signal) => {
    const shown = await open();
    shown.kill(signal);
    await shown.exited;
    const output = shown.takeOutput();
    expect(left(output)).toBeGreaterThan(0);
    expect(shown.cursorHidden).toBe(false);
    expect(output.lastIndexOf('\u001b[?7h')).toBeGreaterThan(output.lastIndexOf('\u001b[?7l'));
  });

  test.each([
    ['throw', 'thrown outside'],
    ['reject', 'rejected outside'],
  ])('after a %s, and what broke is said after it', async (key, text) => {
    const shown = await open({}, [key]);
    shown.send('r');
    expect((await shown.exited).code).not.toBe(0);
    const output = shown.takeOutput();
    expect(output.slice(left(output))).toContain(text);
    expect(shown.cursorHidden).toBe(false);
  });
});

describe('on a terminal', () => {
  test('keys act at once', async () => {
    const shown = await open();
    shown.send('jj');
    await shown.until((screen) => /^>.?cp-3/m.test(screen), 'the third row selected');
    shown.send('?');
    await shown.until((screen) => screen.includes('HELP'), 'help');
    shown.send('\u001b');
    await shown.until((screen) => screen.includes('EVENTS'), 'the screen again');
  });

  test('a storm of sizes ends in the frame of the last one', async () => {
    const shown = await open();
    for (const [columns, rows] of [
      [120, 40],
      [60, 20],
      [200, 50],
      [20, 5],
      [3, 2],
      [81, 25],
      [80, 24],
    ] as const) {
      await shown.resize(columns, rows);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await shown.until(
      (screen) =>
        screen.split('\n')[0]?.includes('QUORUM') === true && screen.split('\n')[23]?.startsWith('? help') === true,
      'a whole frame at 80x24',
    );
    const after = shown.screen();
    shown.send('\u000c');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(shown.screen()).toBe(after);
  });

  /** The first frame, of a program that a shell with job control started. */
  const openInShell = async () => {
    const shown = openTerminal('bash', ['--norc', '--noprofile', '-i'], { env: { PS1: 'shell> ' } });
    terminal = shown;
    await shown.until((screen) => screen.includes('shell>'), 'the prompt');
    shown.send(`${process.execPath} ${program}\r`);
    await shown.until((screen) => screen.includes('3/3 OK'), 'the first frame');
    return shown;
  };

  test('Ctrl-Z gives the shell back, fg the screen', async () => {
    const shown = await openInShell();
    shown.send('\u001a');
    await shown.until((screen) => screen.includes('Stopped') && !screen.includes('QUORUM'), 'the shell');
    expect(shown.alternateScreen).toBe(false);
    shown.send('echo typed $((6 * 7))\r');
    await shown.until((screen) => screen.includes('typed 42'), 'a shell that reads lines');
    shown.send('fg\r');
    await shown.until((screen) => screen.includes('QUORUM') && screen.includes('? help'), 'the screen again');
    shown.send('q');
    await shown.until((screen) => screen.includes('left: quit'), 'the end');
  });

  test('a stop that comes as a signal gives the terminal back as the key does', async () => {
    const shown = await openInShell();
    for (const round of ['once', 'again']) {
      process.kill(Number(readFileSync(`/proc/${shown.pid}/task/${shown.pid}/children`, 'utf8')), 'SIGTSTP');
      await shown.until((screen) => screen.includes('Stopped') && !screen.includes('QUORUM'), `the shell, ${round}`);
      expect(shown.alternateScreen).toBe(false);
      expect(shown.autowrap).toBe(true);
      shown.send('clear; fg\r');
      await shown.until((screen) => screen.includes('QUORUM') && screen.includes('? help'), `the screen, ${round}`);
      expect(shown.alternateScreen).toBe(true);
    }
    shown.send('q');
    await shown.until((screen) => screen.includes('left: quit'), 'the end');
  });

  test('without a terminal on standard input it shows, and Ctrl-C leaves', async () => {
    terminal = openTerminal('sh', ['-c', `exec ${process.execPath} ${program} </dev/null`]);
    const shown = terminal;
    await shown.until((screen) => screen.includes('EVENTS'), 'the first frame');
    shown.send('\u0003');
    await shown.exited;
    expect(left(shown.takeOutput())).toBeGreaterThan(0);
    expect(shown.cursorHidden).toBe(false);
  });

  test('CI in the environment does not blank it', async () => {
    const shown = await open({ env: { CI: 'true' } });
    expect(shown.alternateScreen).toBe(true);
  });

  test('NO_COLOR sends no colour, words stay', async () => {
    const shown = await open({ env: { NO_COLOR: '1' } });
    expect(shown.screen()).toContain('SLOW');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(shown.takeOutput()).not.toMatch(/\u001b\[(3[0-7]|9[0-7]|38|4[0-8]|10[0-7])[;m]/);
  });

  test('below 40x6 it is one line, and what is wrong where there is a second one', async () => {
    const shown = await open({ columns: 39, rows: 5 });
    expect(shown.lines()[0]).toMatch(/3\/3 OK/);
    expect(shown.lines()[1]).toMatch(/^!+ /);
    expect(shown.screen()).not.toContain('MEMBER');
  });

  test('a pane that fails says so and leaves the others alone', async () => {
    const shown = await open({}, ['broken-pane']);
    await shown.until((screen) => screen.includes('this pane failed: no trend today'), 'the failure in its pane');
    expect(shown.screen()).toContain('EVENTS');
  });
});
