import { expect, test } from 'vitest';
import { keymap } from '../../src/ui/keys/keymap.ts';
import { type Press, pressAll, without } from './press.ts';
import { endOf, fixture, openReplay, openTop } from './top.ts';

const wide = { columns: 120, rows: 40 };
const end = await endOf(fixture('slow-disk'));
const noFocus = without(/^==|\| ==/m);
const selected = (row: number) => (screen: string) =>
  screen.split('\n').findIndex((line) => line.startsWith('>')) === row + 4;
const focused = (digit: string) => new RegExp(`(^|\\| )== ${digit} `, 'm');
const absent = (digit: string) => without(new RegExp(`(^|\\| )(==|--) ${digit} `, 'm'));
const paced = /: a replay keeps the interval of its recording/;
const playedOut = /: the recording is at its end/;

/** What each key does on a recording that has come to its end; the screen is the same again after each list. */
const scripts: Readonly<Record<string, readonly Press[]>> = {
  'help, header, density': [
    ['?', /HELP/],
    ['esc', without(/HELP/)],
    ['h', /HELP/],
    ['?', without(/HELP/)],
    ['H', /^.*\n {2}MEMBER/],
    ['H', /^.*\n.*\n.*\n {2}MEMBER/],
    ['v', /layout: wide/],
    ['v', /layout: compact/],
    ['v', /layout: normal/],
    ['D', /D: a recording cannot be asked/],
    ['esc', without(/cannot be asked/)],
  ],
  'pausing and stepping': [
    ['space', /PAUSED {2}/],
    ['space', /REPLAY/],
    ['p', /PAUSED {2}/],
    ['Z', /REPLAY/],
    ['z', /PAUSED {2}/],
    ['[', /PAUSED -1s/],
    ['T', /PAUSED -2s/],
    [']', /PAUSED -1s/],
    ['t', /PAUSED {2}/],
    ['t', /t: this is the newest sample/],
    ['{', /PAUSED -10s/],
    ['}', /PAUSED {2}/],
    ['L', /REPLAY/],
    ['L', /L: this is live already/],
    [']', /\]: this is the newest sample/],
    ['[', /PAUSED -1s/],
    ['end', /REPLAY/],
  ],
  'jumping, and the interval of a recording': [
    ['b', /jump to .*_/],
    ['esc', without(/jump to/)],
    ['b', /PAUSED -10s/, '-10s\r'],
    ['b', /"x" is no time; 14:01 or -5m/, 'x\r'],
    ['b', new RegExp(`PAUSED {2}.*${end}`), `${end}\r`],
    ['L', /REPLAY/],
    ['+', new RegExp(`\\+${playedOut.source}`)],
    ['=', new RegExp(`=${playedOut.source}`)],
    ['-', new RegExp(`-${playedOut.source}`)],
    ['d', new RegExp(`d${paced.source}`)],
    ['r', new RegExp(`r${paced.source}`)],
    ['m', /m: a replay takes no new marks/],
    ['R', /R: a replay is a recording already/],
    ['esc', without(/a replay is/)],
  ],
  'focus, hiding and the zoom': [
    ['tab', focused('1')],
    ['right', focused('2')],
    ['shift-tab', focused('1')],
    ['left', noFocus],
    ...[...'1234567'].flatMap((digit): Press[] => [
      [digit, focused(digit)],
      [digit, absent(digit)],
      [digit, focused(digit)],
    ]),
    ['8', /no room for .*; shown alone/],
    ['e', /^.*\n.*\n.*\n {2}MEMBER/],
    ['0', /== 0 [\s\S]*no room for .*; shown alone/],
    ['esc', /^-- 6 /m],
    ['9', noFocus],
    ['3', focused('3')],
    ['e', without(/^-- \d/m)],
    ['e', /^-- 6 /m],
    ['e', without(/^-- \d/m)],
    ['esc', /^-- 6 /m],
    ['9', noFocus],
  ],
  'moving in the member table': [
    ['down', selected(1)],
    ['j', selected(2)],
    ['up', selected(1)],
    ['k', selected(0)],
    ['pagedown', selected(2)],
    ['pageup', selected(0)],
    ['G', selected(2)],
    ['g', selected(0)],
    ['end', selected(2)],
    ['home', selected(0)],
  ],
  'detail, sort and columns': [
    ['enter', /== MEMBER cp-1/],
    ['esc', without(/== MEMBER/)],
    ['s', /sorted by role/],
    ['>', /sorted by health/],
    ['<', /sorted by role/],
    ['<', /sorted by name/],
    ['I', /^[> ]+cp-3.*\n!?!?.*cp-2.*\n.*cp-1/m],
    ['I', /^[> ]+cp-1.*\n!?!?.*cp-2.*\n.*cp-3/m],
    ['f', /COLUMNS/],
    ['down', /^> \[~\] VER/m],
    ['space', /^> \[ \] VER/m],
    ['f', /MEMBER ROLE HEALTH +DB/],
    ['f', /COLUMNS/],
    ['down', /^> \[ \] VER/m],
    ['enter', /^> \[x\] VER/m],
    ['space', /^> \[~\] VER/m],
    ['esc', /MEMBER ROLE HEALTH +VER/],
  ],
  'window, metric and scale of charts': [
    ['w', /win 5m.*[\s\S]*window 300 s/],
    ['w', /win 15m/],
    ['w', /win 30s/],
    ['w', /win 1m/],
    ['c', /-- 1 backend commit p99[\s\S]*chart: backend commit p99/],
    ['A', /auto scale[\s\S]*scale by what is visible/],
    ['A', /scale fixed by the bounds/],
  ],
  'events and what leaves the screen': [
    ['n', /n: no filter is set; \/ sets one/],
    ['N', /N: no filter is set; \/ sets one/],
    ['/', /match \/cp-2\//, 'cp-2\r'],
    ['esc', without(/match/)],
    ['/', /filter: abd_/, 'abc\x7fd'],
    ['ctrl-u', /filter: _/],
    ['esc', without(/filter: _/)],
    ['a', /CRITa[\s\S]*WARNa/],
    ['a', /a: no active alert waits for it/],
    ['l', /EVENT LOG {2}3 lines/],
    ['l', without(/EVENT LOG/)],
    ['x', without(/INFO {2}started/)],
  ],
};

/** Keys that other files press: they end or stop the program, write files, or paint again. */
const elsewhere = ['q', 'ctrl-c', 'ctrl-z', 'ctrl-l', 'o', 'y'];

test.each(Object.entries(scripts))('keys on a recording: %s', async (_, presses) => {
  const terminal = await openReplay(fixture('slow-disk'), [], wide);
  await pressAll(terminal, presses);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('every key of the keymap is pressed here', () => {
  const pressed = new Set([...Object.values(scripts).flatMap((presses) => presses.map(([key]) => key)), ...elsewhere]);
  expect(keymap.flatMap(({ keys }) => keys).filter((key) => !pressed.has(key))).toEqual([]);
});

test('n and N go through the matches of a filter', async () => {
  const terminal = await openReplay(fixture('rolling-upgrade-3.4-3.5'), [], { columns: 80, rows: 24 });
  const events = (screen: string) => screen.slice(screen.indexOf(' 7 EVENTS')).split('\n').slice(1, 3).join('\n');
  terminal.send('/cp\r');
  await terminal.until((screen) => /match \/cp\//.test(screen), 'the filter');
  const first = events(terminal.screen());
  terminal.send('n');
  await terminal.until((screen) => events(screen) !== first, 'another match');
  terminal.send('N');
  await terminal.until((screen) => events(screen) === first, 'the first match again');
});

test('the bottom of a long page is one key from the line above it', async () => {
  const terminal = await openReplay(fixture('slow-disk'));
  terminal.send('?');
  const top = await terminal.until((screen) => /HELP/.test(screen), 'help');
  terminal.send('G');
  const bottom = await terminal.until((screen) => screen !== top && !/more lines below/.test(screen), 'its end');
  terminal.send('k');
  await terminal.until((screen) => screen !== bottom && /more lines below/.test(screen), 'one line up');
  terminal.send('j');
  await terminal.until((screen) => screen === bottom, 'the end again');
  terminal.send('g');
  await terminal.until((screen) => screen === top, 'the beginning');
});

test('Ctrl-L paints everything again over whatever else has written there', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], wide);
  const before = terminal.screen();
  terminal.takeOutput();
  terminal.send('\x0c');
  await terminal.until(() => terminal.takeOutput().includes('QUORUM'), 'a full repaint');
  await terminal.until((screen) => screen === before, 'the same screen');
});

test('a burst of keys in one write is as many keys', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], wide);
  terminal.send('jjk');
  await terminal.until(selected(1), 'the second member');
  terminal.send('/cp-2 \u{1f600}é\r');
  await terminal.until((screen) => screen.includes('0 match /cp-2 '), 'the pasted filter');
  terminal.send('\x1b');
  await terminal.until(without(/match/) as (screen: string) => boolean, 'no filter');
  terminal.send('[[[}q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('keys that mean nothing change nothing; Esc never quits', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], wide);
  const before = terminal.screen();
  for (const keys of [
    '\x1b[24~',
    '\x1bx',
    '\x1b[<0;10;10M',
    '\x1bOP',
    '\x1b[1;5C',
    'é',
    '\0',
    '\x1b',
    '\x1b\x1b',
    '\x1b',
  ]) {
    terminal.send(keys);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  terminal.send('9');
  await terminal.until((screen) => screen === before, `the screen as it was:\n${before}\n`);
  terminal.send('?');
  await terminal.until((screen) => /HELP/.test(screen), 'help');
});

test('+ and - change the pace of a recording that still plays', async () => {
  const terminal = await openTop(['--replay', fixture('slow-disk')], wide);
  await terminal.until((screen) => /QUORUM 3\/3/.test(screen), 'the first sample');
  await pressAll(terminal, [
    ['+', /REPLAY x2[\s\S]*speed x2/],
    ['-', /speed x1\b/],
    ['-', /REPLAY x0\.5[\s\S]*speed x0\.5/],
    ['space', /PAUSED/],
    ['space', /REPLAY/],
  ]);
});
