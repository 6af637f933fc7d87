import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSamples } from '../../src/collector/replay.ts';
import { refusedUrl, startSilentTcp } from '../lab/hostile-tcp.ts';
import { pressAll, without } from './press.ts';
import { fixture, openReplay, openTop } from './top.ts';

const wide = { columns: 120, rows: 40 };

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-keys-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('o writes the sample and the screen, readable by the owner alone, and says where', async () => {
  const cwd = temporaryDirectory();
  const terminal = await openReplay(fixture('slow-disk'), [], { ...wide, cwd });
  const shown = terminal.lines();
  await pressAll(terminal, [['o', /wrote .*\.txt and .*\.(nd)?json/]]);
  const [json = '', text = ''] = readdirSync(cwd).sort();
  expect(terminal.screen()).toContain(text);
  for (const file of [json, text]) expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o600);
  const written = readFileSync(join(cwd, text), 'utf8')
    .split('\n')
    .map((line) => line.trimEnd());
  expect(written.slice(0, 30)).toEqual(shown.slice(0, 30));
  const samples = [];
  for await (const sample of readSamples(join(cwd, json))) samples.push(sample);
  expect(samples).toHaveLength(1);
  expect(samples[0]?.members.map(({ name }) => name).sort()).toEqual(['cp-1', 'cp-2', 'cp-3']);
  await pressAll(terminal, [['o', /wrote .*-2\.txt/]]);
  expect(readdirSync(cwd)).toHaveLength(4);
});

test.each([
  ['a terminal', {}, (sequence: string) => sequence],
  [
    'tmux',
    { TMUX: '/tmp/tmux-0/default,1,0' },
    (sequence: string) => `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`,
  ],
] as const)(
  'y puts the text of the screen on the clipboard of %s, and says where it was saved',
  async (_, env, wrapped) => {
    const cwd = temporaryDirectory();
    const terminal = await openReplay(fixture('slow-disk'), [], { ...wide, cwd, env });
    const before = terminal.screen();
    terminal.takeOutput();
    await pressAll(terminal, [['y', /clipboard|copied.*saved to .*-copy\.txt/]]);
    const [file = ''] = readdirSync(cwd);
    expect(terminal.screen()).toContain(file);
    expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(cwd, file), 'utf8');
    expect(text).toMatch(/^etcdoc top {2}cluster .*QUORUM 3\/3 OK/);
    const base64 = Buffer.from(text.replace(/\n$/, '')).toString('base64');
    expect(terminal.takeOutput()).toContain(wrapped(`\x1b]52;c;${base64}\x07`));
    await pressAll(terminal, [['esc', (screen) => screen === before]]);
  },
);

test('keys of a live session act while the endpoint refuses', async () => {
  const cwd = temporaryDirectory();
  const terminal = await openTop(['--endpoints', await refusedUrl()], { ...wide, cwd });
  await terminal.until((screen) => /REFUSED|refused/.test(screen), 'that it is refused');
  await pressAll(terminal, [
    ['+', /interval 5 s/],
    ['=', /interval 10 s/],
    ['-', /interval 5 s/],
    ['d', /interval 3 s/, '3\r'],
    ['d', /an interval is a number of seconds/, '0.1\r'],
    ['d', /interval in seconds: _/],
    ['esc', without(/interval in seconds/)],
    ['m', /marked: start drain cp-3/, 'start drain cp-3\r'],
    ['m', /a mark needs a name/, '\r'],
    ['R', /recording to .*\.ndjson/],
    ['r', without(/recording to/)],
    ['R', /recording stopped: .*\.ndjson, \d+ bytes/],
    ['D', /DIAGNOSTICS[\s\S]*> health[\s\S]*hashkv/],
    ['down', /^> [a-z]/m],
    ['esc', without(/DIAGNOSTICS/)],
  ]);
  const files = readdirSync(cwd);
  expect(files).toHaveLength(1);
  expect(statSync(join(cwd, files[0] ?? '')).mode & 0o777).toBe(0o600);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('keys answer and q leaves while an endpoint accepts and never answers', async () => {
  const silent = await startSilentTcp();
  onTestFinished(() => silent.close());
  const terminal = await openTop(['--endpoints', silent.url], wide);
  await expect.poll(silent.accepted, { timeout: 10_000 }).toBeGreaterThan(0);
  await pressAll(terminal, [
    ['?', /HELP/],
    ['esc', without(/HELP/)],
    ['+', /interval 5 s/],
    ['[', /\[: there is no sample yet|no older sample|PAUSED/],
  ]);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});
