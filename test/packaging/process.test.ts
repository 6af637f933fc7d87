import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { programFile } from '../cli/program.ts';
import { listen } from '../lab/listen.ts';
import { eventually } from '../lab/wait.ts';

/** The program in namespaces of its own, with nothing in its environment, as a container runtime or systemd may start it. */
async function startApart(namespaces: readonly string[], args: readonly string[]) {
  const command = [...namespaces, process.execPath, await programFile(), ...args];
  const child = spawn('unshare', command, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: once(child, 'exit') as Promise<[number | null]>, stdout: text(child.stdout) };
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a check that is the first process of a container ends on %s', async (signal, code) => {
  let asked = 0;
  const silent = await listen(createServer(() => (asked += 1)));
  const args = ['check', '--endpoints', silent.url, '--command-timeout', '60s'];
  const { child, ended } = await startApart(['--pid', '--fork', '--kill-child'], args);
  try {
    await eventually(() => asked > 0, { what: 'the check asks' });
    const first = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));
    process.kill(first, signal);
    expect((await ended)[0]).toBe(code);
  } finally {
    child.kill('SIGKILL');
    await silent.close();
  }
});

test('a user without an entry in passwd and without HOME can run it', async () => {
  const nobody = ['--user', '--map-user=54321'];
  const args = [
    'check',
    '-o',
    'json',
    '--window',
    '1',
    '--endpoints',
    'http://127.0.0.1:1',
    '--host-root',
    '/nonexistent',
  ];
  const { ended, stdout } = await startApart(nobody, args);
  expect(JSON.parse(await stdout).verdict).toBe('unknown');
  expect((await ended)[0]).toBe(3);
});
