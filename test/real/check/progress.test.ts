import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../cli/program.ts';
import { startCluster } from '../../lab/cluster.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { openTerminal } from '../../terminal/terminal.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-check-'));
const bare = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' };
let cluster: LabCluster;
beforeAll(async () => {
  cluster = await startCluster({ members: 1 });
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('on a terminal the wait is counted down on one line, which is gone when the report comes', async () => {
  const args = [await programFile(), 'check', '--window', '3', '--endpoints', cluster.endpoints[0] ?? ''];
  const terminal = openTerminal(process.execPath, args, { env: bare, rows: 60 });
  try {
    await terminal.until((screen) => /measuring: sample 2 of 2, \d s left/.test(screen), 'the progress', 30_000);
    const { code } = await terminal.exited;
    expect([0, 1]).toContain(code);
    const screen = await terminal.until((screen) => screen.includes('2 samples, window 3 s'), 'the report');
    expect(screen).toMatch(/^(HEALTHY|DEGRADED|UNHEALTHY): /);
    expect(screen).not.toContain('measuring');
    expect(terminal.cell(0, 0).defaultColor).toBe(false);
    expect(terminal.cursorHidden || terminal.alternateScreen).toBe(false);
  } finally {
    await terminal.close();
  }
});

test('with the report in a file the progress stays on the terminal', async () => {
  const file = join(directory, 'report.txt');
  const program = `"${process.execPath}" "${await programFile()}"`;
  const command = `${program} check --window 2 --endpoints ${cluster.endpoints[0]} > ${file}; echo ended`;
  const terminal = openTerminal('/bin/sh', ['-c', command], { env: bare });
  try {
    await terminal.until((screen) => /measuring: sample \d of 2/.test(screen), 'the progress', 30_000);
    const screen = await terminal.until((screen) => screen.includes('ended'), 'the end', 30_000);
    expect(screen).not.toContain('measuring');
    const report = readFileSync(file, 'utf8');
    expect(report).toMatch(/^(HEALTHY|DEGRADED|UNHEALTHY): /);
    expect(report).not.toMatch(/measuring|\r/);
    expect(report).not.toContain('\x1b');
  } finally {
    await terminal.close();
  }
});

test.each([
  ['NO_COLOR', { NO_COLOR: '1' }, []],
  ['--color never', {}, ['--color', 'never']],
])('%s: no colour', async (_, env, flags) => {
  const args = [await programFile(), 'check', '--window', '0.5', '--endpoints', cluster.endpoints[0] ?? '', ...flags];
  const terminal = openTerminal(process.execPath, args, { env: { ...bare, ...env }, rows: 60 });
  try {
    await terminal.exited;
    await terminal.until((screen) => screen.includes('window 0.5 s'), 'the report');
    expect(terminal.takeOutput()).not.toContain('\x1b[');
  } finally {
    await terminal.close();
  }
});

test('a dumb terminal gets no line that is written over', async () => {
  const args = [await programFile(), 'check', '--window', '0.5', '--endpoints', cluster.endpoints[0] ?? ''];
  const terminal = openTerminal(process.execPath, args, { env: { ...bare, TERM: 'dumb' }, rows: 60 });
  try {
    await terminal.exited;
    await terminal.until((screen) => screen.includes('window 0.5 s'), 'the report');
    const output = terminal.takeOutput();
    expect(output).not.toMatch(/measuring|\r[^\n]/);
    expect(output).not.toContain('\x1b');
  } finally {
    await terminal.close();
  }
});
