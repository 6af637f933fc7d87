import { expect, test } from 'vitest';
import { openTerminal } from '../terminal/terminal.ts';
import { programFile } from './program.ts';

const nobody = ['--user', 'root', '--endpoints', 'http://127.0.0.1:1', '--window', '0.5'];

test('a password is asked for on the terminal and never shown', async () => {
  const terminal = openTerminal(process.execPath, [await programFile(), 'check', ...nobody]);
  try {
    await terminal.until((screen) => screen.includes('Password for root:'), 'the prompt');
    terminal.send('hunteq\x7f2\r');
    await terminal.until((screen) => screen.includes('asked http://127.0.0.1:1'), 'the end of the report');
    expect(terminal.takeOutput()).not.toMatch(/hunte/);
    expect((await terminal.exited).code).toBe(3);
  } finally {
    await terminal.close();
  }
});

test('the question can be declined', async () => {
  const terminal = openTerminal(process.execPath, [await programFile(), 'check', ...nobody]);
  try {
    await terminal.until((screen) => screen.includes('Password for root:'), 'the prompt');
    terminal.send('\x03');
    await terminal.until((screen) => screen.includes('etcdoc: --user: no password was given'), 'the refusal');
    expect((await terminal.exited).code).toBe(2);
  } finally {
    await terminal.close();
  }
});

test('a configuration that cannot work closes the screen and is told on the plain one', async () => {
  const args = ['top', '--discovery-srv', 'etcd.invalid', '--dial-timeout', '500ms'];
  const terminal = openTerminal(process.execPath, [await programFile(), ...args]);
  try {
    await terminal.until((screen) => screen.includes('no SRV records of etcd under etcd.invalid'), 'the reason');
    expect((await terminal.exited).code).toBe(2);
    expect(terminal.alternateScreen).toBe(false);
    expect(terminal.cursorHidden).toBe(false);
  } finally {
    await terminal.close();
  }
});

test('top -n leaves the screen by itself with the exit code of what it saw', async () => {
  const args = ['top', '-n', '1', '-d', '0.5', '--endpoints', 'http://127.0.0.1:1'];
  const terminal = openTerminal(process.execPath, [await programFile(), ...args]);
  try {
    expect((await terminal.exited).code).toBe(3);
    expect(terminal.takeOutput()).toContain('\x1b[?1049h');
  } finally {
    await terminal.close();
  }
});

test('a dumb terminal gets plain text', async () => {
  const args = ['top', '-n', '1', '-d', '0.5', '--endpoints', 'http://127.0.0.1:1'];
  // The pty sets TERM itself, over what its environment says.
  const terminal = openTerminal('env', ['TERM=dumb', process.execPath, await programFile(), ...args]);
  try {
    expect((await terminal.exited).code).toBe(3);
    const output = terminal.takeOutput();
    expect(output).toContain('MEMBER');
    expect(output).not.toContain('\x1b');
  } finally {
    await terminal.close();
  }
});
