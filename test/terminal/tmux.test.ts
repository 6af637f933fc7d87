import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { programFile } from '../cli/program.ts';
import { eventually } from '../lab/wait.ts';
import { endOf, fixture } from './top.ts';

test('in tmux: drawn, keys act, a resize is followed, and the shell stands where it stood', async () => {
  // Not under TMPDIR: the path of a socket must be short.
  const directory = mkdtempSync('/tmp/etcdoc-tmux-');
  const socket = join(directory, 'socket');
  const { TMUX: _, ...env } = process.env;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      env: { ...env, LANG: 'C.UTF-8' },
      encoding: 'utf8',
    });
  onTestFinished(() => {
    tmux('kill-server');
    rmSync(directory, { recursive: true, force: true });
  });
  const screen = () => tmux('capture-pane', '-p', '-t', 'top');
  const shows = (what: RegExp) => eventually(() => what.test(screen()), { what: `${what}` });
  const flags = () => tmux('display-message', '-p', '-t', 'top', '#{alternate_on} #{cursor_flag} #{wrap_flag}').trim();
  const isLeft = (wanted: string) => eventually(() => flags() === wanted, { what: `the terminal as ${wanted}` });

  tmux(
    'new-session',
    '-d',
    '-s',
    'top',
    '-x',
    '120',
    '-y',
    '40',
    'env PS1="$ " HOME=/nonexistent /bin/bash --norc --noprofile -i',
  );
  await shows(/\$/);
  const recording = fixture('slow-disk');
  const end = await endOf(recording);
  tmux(
    'send-keys',
    '-t',
    'top',
    `'${process.execPath}' '${await programFile()}' top --replay '${recording}' --speed 100000`,
    'Enter',
  );
  await shows(new RegExp(`QUORUM 3/3 OK.*${end}[\\s\\S]*▁[\\s\\S]*\\? help`));
  await isLeft('1 0 0');

  tmux('send-keys', '-t', 'top', 'j', 'Enter');
  await shows(/== MEMBER cp-[23]/);
  tmux('send-keys', '-t', 'top', 'Escape');
  tmux('resize-window', '-t', 'top', '-x', '80', '-y', '24');
  await eventually(() => screen().split('\n')[23]?.startsWith('? help') && screen().includes(end), { what: '80x24' });

  tmux('send-keys', '-t', 'top', 'C-z');
  await shows(/Stopped/);
  tmux('send-keys', '-t', 'top', 'fg', 'Enter');
  await shows(new RegExp(`QUORUM 3/3 OK.*${end}`));
  tmux('send-keys', '-t', 'top', 'q');
  await shows(/\$ fg\n/);
  await isLeft('0 1 1');
});
