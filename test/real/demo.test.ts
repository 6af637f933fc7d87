import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../lab/wait.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { roomyConfig } from './check/cluster.ts';

const root = join(import.meta.dirname, '../..');
const demo = [join(root, 'scripts/demo.ts')];
const inheritedBy = (mark: string) => ({ ...process.env, DEMO_UNDER_TEST: mark });

test('without a terminal the demo prints three samples of a real cluster, exits 0 and leaves nothing', async () => {
  const mark = `batch-${process.pid}`;
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-demo-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  // Whether the disk of the machine that runs the tests is fast is not what is asked.
  const { code, stdout, stderr } = await run([...demo, '--config', roomyConfig(directory)], inheritedBy(mark));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout.match(/quorum 3\/3 ok/g)).toHaveLength(3);
  for (const name of ['cp-1', 'cp-2', 'cp-3'])
    expect(stdout.match(new RegExp(`^${name} .* ok `, 'gm'))).toHaveLength(3);
  expect(stderr).toMatch(/Starting three members of etcd 3\.\d+\.\d+ with mutual TLS on loopback/);
  expect(processesWith(mark)).toEqual([]);
});

test('where no etcd can be had the demo says so in one line and replays the recording', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'etcdoc-demo-test-'));
  try {
    const env = { ...inheritedBy('none'), PATH: empty, ETCDOC_LAB_CACHE: empty, ETCD_BIN: '' };
    const { code, stdout, stderr } = await run(demo, { ...env, ETCD_BIN_3_4: '', ETCD_BIN_3_5: '' });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr.split('\n').filter((line) => line.startsWith('No etcd: '))).toHaveLength(1);
    expect(stderr).toContain('Replaying recordings/demo.ndjson.gz');
    expect(stdout.match(/quorum 3\/3 ok/g)).toHaveLength(3);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

test('on a terminal the demo opens the screen; q and SIGTERM end everything it started', async () => {
  for (const end of ['q', 'SIGTERM'] as const) {
    const mark = `${end}-${process.pid}`;
    const terminal = openTerminal(process.execPath, [...demo, '--window', '30s'], { env: inheritedBy(mark) });
    try {
      await terminal.until((screen) => /QUORUM 3\/3/.test(screen) && /cp-3/.test(screen), 'three members', 90_000);
      expect(terminal.alternateScreen).toBe(true);
      expect(processesWith(mark).length).toBeGreaterThan(4);
      const directories = directoriesOf(mark);
      expect(directories.size).toBe(1);
      if (end === 'q') terminal.send('q');
      else terminal.kill('SIGTERM');
      await terminal.exited;
      await terminal.until(() => !terminal.alternateScreen && !terminal.cursorHidden, 'the main screen');
      await eventually(() => processesWith(mark).length === 0, { what: 'nothing left' });
      expect(readdirSync(tmpdir()).filter((name) => directories.has(name))).toEqual([]);
    } finally {
      await terminal.close();
    }
  }
});

/** Lab directories named in the command lines of processes that carry the mark. */
function directoriesOf(mark: string): Set<string> {
  const lines = processesWith(mark).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return new Set(lines.flatMap((line) => /etcdoc-lab-\w+/.exec(line) ?? []));
}

/** Processes that inherited the mark in their environment. */
function processesWith(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DEMO_UNDER_TEST=${mark}`);
    } catch {
      return false;
    }
  });
}

function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
