import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../cli/program.ts';
import { startCluster } from '../../lab/cluster.ts';
import { kill9, restart } from '../../lab/faults.ts';
import { refusedUrl, startSilentTcp } from '../../lab/hostile-tcp.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { someFollower } from '../../lab/leadership.ts';
import { type Load, startLoad } from '../../lab/load.ts';
import { checkedJson, checkedText, patiently, roomyConfig } from './cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-check-'));
let cluster: LabCluster;
let load: Load;
let reach: string[];

beforeAll(async () => {
  cluster = await startCluster({ members: 3 });
  load = startLoad(cluster, { putsPerSecond: 20, seconds: 600 });
  reach = ['--endpoints', cluster.endpoints.join(','), '--window', '2', '--config', roomyConfig(directory)];
});
afterAll(async () => {
  await load?.stop();
  await cluster?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('0: healthy', () => {
  test('says so first, what it asked last, and little of what it could not know', async () =>
    patiently(async () => {
      const { code, stdout } = await checkedText(...reach);
      expect({ code, first: stdout.split('\n')[0] }).toEqual({
        code: 0,
        first: expect.stringMatching(/^HEALTHY: 0 critical, 0/),
      });
      for (const { name } of cluster.members) expect(stdout).toMatch(new RegExp(`^${name} .* ok `, 'm'));
      const unknown = stdout.split('NOT MEASURED\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
      expect(unknown.length).toBeLessThanOrEqual(6);
      expect(stdout.replaceAll('\n', ' ')).toMatch(
        /etcdoc \d+\.\d+\.\d+ on \S+: asked http:.*, 2 samples, window 2 s $/,
      );
    }));

  test('as JSON: two samples, every member measured', async () =>
    patiently(async () => {
      const report = await checkedJson(...reach);
      expect(report).toMatchObject({ verdict: 'healthy', exitCode: 0, windowSeconds: 2 });
      expect(report.from).toMatchObject({ asked: cluster.endpoints, recorded: false, samples: 2 });
      expect(report.cluster).toMatchObject({ members: 3, voters: 3, reachable: 3, quorum: 2, canLose: 1 });
      for (const member of report.members) {
        expect(member).toMatchObject({ source: 'full', error: null });
        expect(member.readings.putsPerSecond.value).toBeGreaterThan(0);
      }
    }));

  test('-v has a line for each check, with what it read', async () =>
    patiently(async () => {
      const { stdout } = await checkedText('-v', ...reach);
      expect(stdout).toMatch(/^ {2}PASS wal-fsync-p99; WAL fsync p99 m1 [\d.]+ m?s, m2 [\d.]+ m?s, m3/m);
      expect(stdout).toMatch(/^ {2}PASS quorum-lost; /m);
      expect(stdout).toMatch(/^ {2}\? {4}growth-forecast; needs \S+ more of history/m);
    }));

  test.each(['--once', '-once'])('%s of the Go tool is the same command', async (once) =>
    patiently(async () => {
      const { code, stdout } = await runProgram([once, ...reach]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^HEALTHY: /);
    }),
  );
});

describe('--fail-on', () => {
  test('warning makes 1 of a warning that is 0 without it', async () =>
    patiently(async () => {
      const config = roomyConfig(directory, { dbSizeBytes: { warning: 1 } });
      const degraded = await checkedJson(...reach, '--config', config);
      expect(degraded).toMatchObject({ verdict: 'degraded', exitCode: 0 });
      expect(degraded.findings).toContainEqual(
        expect.objectContaining({ check: 'db-size', severity: 'warning', threshold: 1 }),
      );
      const failed = await checkedText(...reach, '--config', config, '--fail-on', 'warning');
      expect(failed.code).toBe(1);
      expect(failed.stdout).toMatch(/^DEGRADED: 0 critical, \d+ warning/);
    }));
});

describe('1: a critical finding', () => {
  test('a member that is gone', async () => {
    const gone = await someFollower(cluster);
    await kill9(gone);
    try {
      const report = await checkedJson(...reach);
      expect(report).toMatchObject({ verdict: 'unhealthy', exitCode: 1 });
      expect(report.findings).toContainEqual(
        expect.objectContaining({ check: 'member-down', severity: 'critical', subject: gone.name }),
      );
      expect(report.causes[0]).toMatchObject({ cause: 'member-down', subject: gone.name });
      const { code, stdout } = await checkedText(...reach);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^UNHEALTHY: [1-9]/);
      expect(stdout.indexOf('CAUSES')).toBeLessThan(stdout.indexOf('FINDINGS'));
      expect(stdout.indexOf('FINDINGS')).toBeLessThan(stdout.indexOf('MEMBERS'));
    } finally {
      await restart(cluster, gone);
    }
  });
});

describe('2: wrong usage or configuration', () => {
  test('is one line, and nobody is asked', async () => {
    const silent = await startSilentTcp();
    const config = join(directory, 'bad.yaml');
    writeFileSync(config, 'thresholds:\n  metrics:\n    walFsyncP99: { warning: fast }\n');
    try {
      const endpoint = ['--endpoints', silent.url];
      for (const [args, said] of [
        [['--windw', '2'], /unknown option/],
        [['--window', '0.1'], /--window: 0.1 is too short/],
        [['--fail-on', 'info'], /--fail-on: unknown value info/],
        [['--at', '2026-11-21T14:00:00Z'], /--at: there is no replay/],
        [['--config', config], /bad\.yaml line 3/],
        [['--cacert', '/nope'], /cannot read \/nope/],
      ] as const) {
        const { code, stdout, stderr } = await runProgram(['check', ...endpoint, ...args]);
        expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
        expect(stderr).toMatch(/^etcdoc: [^\n]*\n$/);
        expect(stderr).toMatch(said);
      }
      expect(silent.accepted()).toBe(0);
    } finally {
      await silent.close();
    }
  });
});

describe('3: nothing could be measured', () => {
  test('nobody listens', async () => {
    const url = await refusedUrl();
    const { code, stdout } = await checkedText('--endpoints', url, '--window', '0.5');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^UNKNOWN: /);
    // Where the report wraps depends on how many digits the port has.
    expect(stdout.replace(/\s+/g, ' ')).toContain(`nothing listens on ${new URL(url).host}`);
    expect(await checkedJson('--endpoints', url, '--window', '0.5')).toMatchObject({ verdict: 'unknown', exitCode: 3 });
  });

  test('no sample comes in time', async () => {
    const silent = await startSilentTcp();
    try {
      const args = ['--endpoints', silent.url, '--window', '0.5', '--command-timeout', '500ms'];
      expect((await checkedText(...args)).code).toBe(3);
      expect(await checkedJson(...args)).toMatchObject({ verdict: 'unknown', exitCode: 3, members: [] });
    } finally {
      await silent.close();
    }
  });
});
