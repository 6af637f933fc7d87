import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readSamples } from '../../../src/collector/replay.ts';
import { startCluster } from '../../lab/cluster.ts';
import { pause, resume } from '../../lab/faults.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { pressAll, without } from '../../terminal/press.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { openTop } from '../../terminal/top.ts';
import { roomyConfig } from '../check/cluster.ts';

const size = { columns: 120, rows: 40 };
let cluster: LabCluster;
beforeAll(async () => {
  cluster = await startCluster({ members: 3, tls: 'mtls' });
});
afterAll(() => cluster.stop());

async function openLive(args: readonly string[] = [], cwd?: string): Promise<Terminal> {
  const { ca = '', cert = '', key = '' } = cluster.tls ?? {};
  const connection = ['--endpoints', cluster.endpoints[0] ?? '', '--cacert', ca, '--cert', cert, '--key', key];
  const terminal = await openTop([...connection, '-d', '0.5', ...args], cwd === undefined ? size : { ...size, cwd });
  await terminal.until((screen) => /QUORUM 3\/3 OK.*LIVE 0\.5s/.test(screen), 'a live cluster', 30_000);
  return terminal;
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-live-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('ten live refreshes erase nothing and scroll nothing', async () => {
  const terminal = await openLive();
  terminal.takeOutput();
  let output = '';
  await terminal.until(
    () => {
      output += terminal.takeOutput();
      return output.split('\u001b[?2026l').length > 10;
    },
    'ten refreshes',
    30_000,
  );
  expect(['\u001b[J', '\u001b[2J', '\u001b[3J'].filter((sequence) => output.includes(sequence))).toEqual([]);
  expect(terminal.scrolls).toBe(0);
});

test('a mark and a recording of the live session: on the screen, and in the file', async () => {
  const cwd = temporaryDirectory();
  const terminal = await openLive([], cwd);
  await pressAll(terminal, [
    ['R', /recording to .*\.ndjson/],
    ['9', /REC \d/],
    ['m', /marked: drain cp-2/, 'drain cp-2\r'],
    ['l', /EVENT LOG[\s\S]*MARK .*drain cp-2/],
    ['esc', without(/EVENT LOG/)],
    ['R', /recording stopped: .*\.ndjson, \d+ bytes/],
    ['space', /PAUSED/],
    ['[', /PAUSED -/],
    ['L', /LIVE 0\.5s/],
    ['+', /LIVE 1s/],
    ['-', /LIVE 0\.5s/],
  ]);
  const [file = ''] = readdirSync(cwd);
  expect(readFileSync(join(cwd, file), 'utf8')).toContain('drain cp-2');
  let samples = 0;
  for await (const { members } of readSamples(join(cwd, file))) {
    samples += 1;
    expect(members).toHaveLength(3);
  }
  expect(samples).toBeGreaterThan(0);
});

test('a diagnostic runs from the list, shows its verdict, and Esc goes back step by step', async () => {
  const terminal = await openLive();
  await pressAll(terminal, [
    ['D', /DIAGNOSTICS[\s\S]*> health/],
    ['enter', /DIAGNOSTIC {2}.*\n(OK|WARNING) /],
    ['esc', /DIAGNOSTICS[\s\S]*> health/],
    ['down', /> hashkv/],
    ['enter', /DIAGNOSTIC {2}.*\nOK /],
    ['esc', /DIAGNOSTICS[\s\S]*> hashkv/],
    ['esc', without(/DIAGNOSTICS/)],
  ]);
});

test('-n closes the screen by itself with the verdict as exit code', async () => {
  // Long enough to be seen before it closes; what the machine's disk does is no verdict here.
  const terminal = await openLive(['-n', '8', '--config', roomyConfig(cluster.directory)]);
  expect(await terminal.exited).toMatchObject({ code: 0 });
  expect(terminal.alternateScreen).toBe(false);
});

test('keys answer while a member hangs, and the screen says so', async () => {
  const terminal = await openLive();
  const [, , frozen] = cluster.members;
  if (frozen === undefined) throw new Error('three members were asked for');
  pause(frozen);
  try {
    await terminal.until((screen) => /QUORUM 2\/3/.test(screen), 'one member less', 30_000);
    for (let round = 0; round < 5; round += 1) {
      await pressAll(terminal, [
        ['?', /HELP/],
        ['esc', without(/HELP/)],
      ]);
    }
  } finally {
    resume(frozen);
  }
  await terminal.until((screen) => /QUORUM 3\/3 OK/.test(screen), 'all members again', 60_000);
});
