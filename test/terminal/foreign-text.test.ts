import { createServer } from 'node:tls';
import xterm from '@xterm/headless';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../cli/program.ts';
import { createAuthority, serverCertificate } from '../lab/certificates.ts';
import { startFakeGrpc } from '../lab/hostile-grpc.ts';
import { listen } from '../lab/listen.ts';
import { sleep } from '../lab/wait.ts';
import { hostile, hostileRecording } from './hostile-recording.ts';
import type { Terminal } from './terminal.ts';
import { openReplay, openTop, quickly } from './top.ts';

const esc = '\x1b';
/** All that the program itself has to say to a terminal: styles, cursor, erasing, its modes, and the clipboard. */
const own = new RegExp(`${esc}\\[(?:[\\d;]*m|\\d*[ABCDEGKHJ]|\\d+;\\d+H|\\?(?:7|25|1049|2026|2004)[hl])`, 'g');
const controls = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

const views: readonly (readonly [keys: string, what: string])[] = [
  ['', 'the panes'],
  ['e', 'the member table'],
  ['\x1b1e', 'a chart'],
  ['\x1b4e', 'the round trips'],
  ['\x1b5e', 'the leader'],
  ['\x1b6e', 'the diagnosis'],
  ['\x1b7e', 'the events'],
  ['\x1b9\r', 'the detail of a member'],
  ['\x1bl', 'the log'],
  ['\x1b?', 'help'],
  ['\x1bf', 'the columns'],
];

test.each([
  [120, 40],
  [80, 24],
  [60, 12],
] as const)('hostile names, versions, errors and marks are shown, never obeyed, at %dx%d', async (columns, rows) => {
  const recording = hostileRecording();
  const terminal = await openTop(quickly(recording), { columns, rows });
  // A long leader's name leaves no room for the clock on a narrow line 1: the end is told by the state word.
  await terminal.until((screen) => /QUORUM 3\/3 OK.*REPLAY ended/.test(screen), 'the last sample');
  let output = terminal.takeOutput();
  for (const [keys, what] of views) {
    for (const key of keys) {
      terminal.send(key);
      await sleep(key === esc ? 60 : 20);
    }
    await sleep(150);
    output += terminal.takeOutput();
    terminal.send('\x0c');
    let repaint = '';
    await terminal.until(() => {
      repaint += terminal.takeOutput();
      return repaint.endsWith(`${esc}[?2026l`);
    }, 'a full repaint');
    output += repaint;
    await fitsExactly(terminal, what, columns);
  }
  expect(output.replaceAll(own, '').replaceAll('\r\n', '').match(controls) ?? []).toEqual([]);
  expect(terminal.title).toBe('');
  expect(terminal.alternateScreen).toBe(true);
  expect(terminal.cursorHidden).toBe(true);
  expect(terminal.scrolls).toBe(0);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

/** No cell has a background, and no row is longer than the terminal is wide. */
async function fitsExactly(terminal: Terminal, what: string, columns: number): Promise<void> {
  for (const [row, line] of terminal.lines().entries()) {
    expect(await widthOf(line), `${what}, row ${row}: ${line}`).toBeLessThanOrEqual(columns);
    for (let column = 0; column < columns; column += 7)
      expect(terminal.cell(row, column).background, `${what}, row ${row}`).toBeUndefined();
  }
}

/** The width of a text as the emulator counts it. */
async function widthOf(text: string): Promise<number> {
  const emulator = new xterm.Terminal({ cols: 1000, rows: 1, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(text, resolve));
  const width = emulator.buffer.active.cursorX;
  emulator.dispose();
  return width;
}

/** Servers whose own words are hostile: the message of a gRPC status, and the names in a certificate. */
const speakers: Readonly<Record<string, () => Promise<{ readonly url: string; readonly close: () => Promise<void> }>>> =
  {
    'a gRPC message': () => {
      const refusal = { status: 14, text: encodeURIComponent(`told: ${hostile.join(' ')}`) };
      return startFakeGrpc({ 'Cluster/MemberList': refusal, 'Maintenance/Status': refusal });
    },
    'a TLS certificate': async () => {
      const authority = await createAuthority('told: \x1b[2Jgone \u009b2J \u2066isolated');
      const { cert, key } = await serverCertificate(authority, {
        commonName: 'told: \x1b[31mred \u202eright to left \u200b',
      });
      return listen(createServer({ cert, key }), 'https');
    },
  };

test.each(Object.entries(speakers))('%s that is hostile is shown, never obeyed', async (_, start) => {
  const server = await start();
  onTestFinished(() => server.close());
  const terminal = await openTop(['--endpoints', server.url], { columns: 120, rows: 40 });
  await terminal.until((screen) => screen.includes('told:'), 'its words');
  expect(terminal.takeOutput().replaceAll(own, '').replaceAll('\r\n', '').match(controls) ?? []).toEqual([]);
  expect(terminal.title).toBe('');
  expect(terminal.alternateScreen).toBe(true);
  await fitsExactly(terminal, 'the start page', 120);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
  const plain = await runProgram(['check', '--window', '0.5', '--endpoints', server.url]);
  expect(plain.stdout).toContain('told:');
  expect(`${plain.stdout}${plain.stderr}`.replaceAll('\n', '').match(controls) ?? []).toEqual([]);
});

test('what stands right of a hostile name stands where it stood beside a plain one', async () => {
  const size = { columns: 120, rows: 40 };
  const terminal = await openReplay(hostileRecording(), [], size);
  const bars = terminal.lines().filter((line) => line.includes(' | '));
  expect(bars.length).toBeGreaterThan(10);
  for (let row = 0; row < 40; row += 1) {
    const line = terminal.lines()[row] ?? '';
    if (line.includes(' | ') && !/EVENTS|DIAGNOSIS/.test(line)) expect(terminal.cell(row, 60).text, line).toBe('|');
  }
  expect(terminal.cell(0, 119).text).toMatch(/\d/);
});
