import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programOptions } from '../../scripts/program-options.ts';
import type { Terminal } from './terminal.ts';
import { fixture, openShell, programUnder } from './top.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-restore-'));
const broken = join(directory, 'broken-screen.mjs');

beforeAll(async () => {
  await build({ ...programOptions, entryPoints: ['test/terminal/broken-screen.ts'], outfile: broken });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a command, then says its exit code and what the terminal was left like. */
const around = (command: string) => `trap : INT QUIT; ${command}; echo "code=$?"; stty -a; echo done`;
const topCommand = `$ETCDOC_TOP --replay ${fixture('healthy-3')} --speed 100000`;

async function started(command: string): Promise<Terminal> {
  const terminal = await openShell('/bin/sh', ['-c', around(command)], { rows: 40 });
  await terminal.until((screen) => /QUORUM 3\/3/.test(screen), 'the header');
  expect(terminal.alternateScreen).toBe(true);
  expect(terminal.cursorHidden).toBe(true);
  expect(terminal.autowrap).toBe(false);
  return terminal;
}

/** Waits for the shell's last words, asserts that the terminal is as it was, and returns what stands on it. */
async function restored(terminal: Terminal): Promise<string> {
  const screen = await terminal.until((seen) => seen.includes('\ndone'), 'the shell after the program');
  expect(terminal.alternateScreen).toBe(false);
  expect(terminal.cursorHidden).toBe(false);
  expect(terminal.autowrap).toBe(true);
  expect(screen).toMatch(/^isig icanon iexten echo /m);
  expect(screen).not.toContain('QUORUM');
  return screen;
}

test.each([
  ['q', 'q'],
  ['Ctrl-C', '\x03'],
])('%s leaves the screen with exit code 0 and the terminal as it was', async (_, keys) => {
  const terminal = await started(topCommand);
  terminal.send(keys);
  expect(await restored(terminal)).toMatch(/^code=0$/m);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const)('%s leaves the screen with exit code %d and the terminal as it was', async (signal, code) => {
  const terminal = await started(topCommand);
  process.kill(await programUnder(terminal.pid), signal);
  expect(await restored(terminal)).toMatch(new RegExp(`^code=${code}$`, 'm'));
});

test.each([
  ['render', 'broken while drawing'],
  ['throw', 'broken timer'],
  ['rejection', 'broken promise'],
])('an error (%s) restores the terminal and is told after the screen is left', async (how, text) => {
  const terminal = await started(`${process.execPath} ${broken} ${how} ${fixture('healthy-3')}`);
  terminal.takeOutput();
  terminal.send('r');
  const screen = await restored(terminal);
  expect(screen).toContain(`etcdoc: ${text}\ncode=3\n`);
  const output = terminal.takeOutput();
  expect(output.indexOf(text)).toBeGreaterThan(output.lastIndexOf('\x1b[?1049l'));
  expect(output.length).toBeLessThan(10_000);
});

test('a pane that fails says so in its own room, and keys go on', async () => {
  const terminal = await started(`${process.execPath} ${broken} pane ${fixture('healthy-3')}`);
  terminal.send('r');
  await terminal.until((screen) => screen.includes('this pane failed: broken \\x1b[31mpane'), 'the broken pane');
  expect(terminal.screen()).toMatch(/QUORUM 3\/3/);
  terminal.send('o');
  await terminal.until((screen) => screen.includes('the disk is full'), 'why it was not written');
  terminal.send('q');
  expect(await restored(terminal)).toMatch(/^code=0$/m);
});

test('a terminal that goes away ends the program', async () => {
  const terminal = await started(topCommand);
  const pid = await programUnder(terminal.pid);
  terminal.kill('SIGKILL');
  await terminal.exited;
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
