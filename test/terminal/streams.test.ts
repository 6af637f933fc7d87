import { expect, test } from 'vitest';
import { endOf, fixture, openShell, programUnder } from './top.ts';

const recording = fixture('healthy-3');
const replay = `$ETCDOC_TOP --replay ${recording} --speed 100000`;
const sh = (command: string) =>
  openShell('/bin/bash', ['--norc', '--noprofile', '-c', command], { columns: 120, rows: 40 });

test('without a terminal for keys the screen is shown, and Ctrl-C ends it', async () => {
  const terminal = await sh(`trap : INT; ${replay} </dev/null; echo "code=$?"; stty -a`);
  const end = await endOf(recording);
  await terminal.until((screen) => screen.includes(end) && /QUORUM 3\/3 OK/.test(screen), 'the replay');
  expect(terminal.alternateScreen).toBe(true);
  terminal.send('?');
  terminal.send('\x03');
  const screen = await terminal.until((seen) => seen.includes('code='), 'the end');
  expect(screen).not.toMatch(/Raw mode|HELP/);
  expect(screen).toMatch(/code=(0|130)/);
  expect(terminal.alternateScreen).toBe(false);
  expect(terminal.cursorHidden).toBe(false);
  expect(terminal.autowrap).toBe(true);
});

test('SIGTERM ends the screen without keys', async () => {
  const terminal = await sh(`${replay} </dev/null; echo "code=$?"`);
  await terminal.until((screen) => /QUORUM 3\/3 OK/.test(screen), 'the replay');
  process.kill(await programUnder(terminal.pid), 'SIGTERM');
  await terminal.until((screen) => screen.includes('code=143'), 'the end');
  expect(terminal.alternateScreen).toBe(false);
});

test('an output that is no terminal gets one block of plain text and no escape byte', async () => {
  const terminal = await sh(`${replay} | cat -v; echo "code=\${PIPESTATUS[0]}"`);
  const screen = await terminal.until((seen) => seen.includes('code='), 'the end');
  expect(screen).toContain('code=0');
  expect(screen.match(/quorum 3\/3 ok/g)).toHaveLength(1);
  expect(screen).not.toContain('^[');
});

test.each([
  ['head -1', `${replay} -b | head -1`],
  ['head -c 1', `${replay} -b -o ndjson | head -c 1`],
  ['a reader that never reads', `${replay} -b -o json | true`],
])('an output closed early, by %s, is no error', async (_, command) => {
  const terminal = await sh(`${command}; code=\${PIPESTATUS[0]}; echo; echo "code=$code"`);
  const screen = await terminal.until((seen) => seen.includes('code='), 'the end');
  expect(screen).toContain('code=0');
  expect(screen).not.toMatch(/EPIPE|Error|\bat .*:\d+:\d+/);
});

test('errors of usage leave the terminal alone: one line, exit code 2', async () => {
  // A short path: the line must fit the terminal, wherever the checkout lies.
  const terminal = await sh('cd / && $ETCDOC_TOP --replay no.recording; echo "code=$?"');
  const screen = await terminal.until((seen) => seen.includes('code='), 'the end');
  expect(screen).toMatch(/^etcdoc: --replay: .*no\.recording.*\ncode=2$/m);
  expect(terminal.alternateScreen).toBe(false);
  expect(terminal.cursorHidden).toBe(false);
});
