import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../lab/listen.ts';
import { checkReportShape } from '../report/check-shape.ts';
import { programFile, runProgram } from './program.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-program-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const recording = fileURLToPath(new URL('../fixtures/recordings/healthy-3.ndjson.gz', import.meta.url));
/** Nobody listens there. */
const nowhere = ['--endpoints', 'http://127.0.0.1:1'];

describe('wrong usage is one line and exit code 2', () => {
  const config = join(directory, 'config.yaml');
  writeFileSync(config, 'etcd:\n  endpoint: a\n');
  test.each([
    [['chek'], 'etcdoc: unknown command chek: did you mean check?\n'],
    [
      ['top', '--intervall', '3'],
      'etcdoc: unknown option ‘--intervall’: Did you mean --interval?\n'.replace(/[‘’]/g, "'"),
    ],
    [['top', '-d', '0.1'], 'etcdoc: --interval: 0.1 is too short: write 0.5 or more\n'],
    [['top', '-o', 'jsn'], 'etcdoc: --output: unknown value jsn: did you mean json?\n'],
    [['top', '--at', '2026-11-21T14:00:00Z'], 'etcdoc: --at: there is no replay: add --replay FILE\n'],
    [['check', '--cacert', '/nope'], 'etcdoc: --cacert: cannot read /nope: no such file, check the path\n'],
    [['check', '--config', config], `etcdoc: ${config} line 2 (etcd.endpoint): unknown key: did you mean endpoints?\n`],
    [['check', '--config', '/nope.yaml'], 'etcdoc: --config: cannot read /nope.yaml: no such file, check the path\n'],
    [
      ['check', '--user', 'root'],
      'etcdoc: --user: no password for root: set ETCDCTL_PASSWORD, there is no terminal to ask on\n',
    ],
    [['check', '--replay', '/nope'], 'etcdoc: --replay: cannot read the recording /nope: no such file\n'],
    [['diagnose', 'helth'], 'etcdoc: unknown diagnostic helth: did you mean health?\n'],
    [
      ['record', '/nope/x'],
      'etcdoc: record: cannot record to /nope/x: its directory does not exist: name a new file\n',
    ],
    [['completion', 'tcsh'], 'etcdoc: unknown shell tcsh: known are bash, zsh, fish\n'],
  ])('%j', async (args, stderr) => {
    expect(await runProgram(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('a file that is no certificate', async () => {
    const ca = join(directory, 'ca.crt');
    writeFileSync(ca, 'nonsense');
    const ended = await runProgram(['check', '--cacert', ca, ...nowhere]);
    expect(ended).toEqual({ code: 2, stdout: '', stderr: `etcdoc: ${ca} holds no certificate in PEM form\n` });
  });
});

describe('without a terminal', () => {
  test('etcdoc alone is the help text', async () => {
    const { code, stdout, stderr } = await runProgram([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['top', 'check', 'diagnose', 'record', 'completion', 'Examples:'])
      expect(stdout).toContain(word);
  });

  test('the version is that of the package', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runProgram(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test('top prints one block', async () => {
    const { code, stdout } = await runProgram(['top', '--replay', recording]);
    expect(code).toBe(0);
    expect(stdout.match(/^\d{4}-\d\d-\d\dT/gm)).toHaveLength(1);
  });

  test('top --replay --at begins at that moment, with the history before it', async () => {
    const all = await runProgram(['top', '-b', '-o', 'ndjson', '--replay', recording]);
    const moments = all.stdout.trimEnd().split('\n');
    const wanted = moments[moments.length >> 1] ?? '';
    const at = JSON.parse(wanted).at as string;
    const { stdout } = await runProgram(['top', '-b', '-n', '1', '-o', 'ndjson', '--replay', recording, '--at', at]);
    expect(stdout).toBe(`${wanted}\n`);
  });

  test('top -b -n prints as many blocks, CSV with one header', async () => {
    const { stdout } = await runProgram(['top', '-b', '-n', '3', '-o', 'csv', '--replay', recording]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 3 * 3);
    expect(lines.filter((line) => line.startsWith('at,'))).toHaveLength(1);
  });

  test('diagnose lists what there is', async () => {
    const { code, stdout } = await runProgram(['diagnose', '-o', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).diagnostics.map(({ id }: { id: string }) => id)).toEqual([
      'health',
      'hashkv',
      'network',
      'defrag-plan',
    ]);
  });
});

describe('check', () => {
  test('of a recording keeps the schema', async () => {
    const { code, stdout } = await runProgram(['check', '-o', 'json', '--replay', recording]);
    expect(checkReportShape(JSON.parse(stdout))).toEqual([]);
    expect([code, JSON.parse(stdout).exitCode]).toEqual([0, 0]);
  });

  test('of a recording does not care for certificates that are not there', async () => {
    const env = { ETCDCTL_CACERT: '/nope', ETCDCTL_USER: 'root' };
    expect((await runProgram(['check', '--replay', recording], { env })).code).toBe(0);
  });

  test('has thresholds from variables', async () => {
    const env = { FSYNC_LATENCY_SECONDS: '0.0001', MAX_DB_SIZE_BYTES: '1000' };
    const { code, stdout } = await runProgram(['check', '--replay', recording, '-o', 'json'], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({ check: 'wal-fsync-p99', severity: 'critical', threshold: 0.0001 }),
    );
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({ check: 'db-size', severity: 'critical', threshold: 1000 }),
    );
  });

  test('--once is the same command', async () => {
    const once = await runProgram(['--once', '--replay', recording]);
    expect(once).toEqual(await runProgram(['check', '--replay', recording]));
    expect(once.stdout).toMatch(/^HEALTHY/);
  });

  test('that reaches nobody is exit code 3 and says why', async () => {
    const { code, stdout } = await runProgram(['check', '--window', '0.5', ...nowhere]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^UNKNOWN/);
    expect(stdout).toContain('http://127.0.0.1:1');
    const json = await runProgram(['check', '--window', '0.5', '-o', 'json'], {
      env: { ETCDCTL_ENDPOINTS: '127.0.0.1:1' },
    });
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'unknown', exitCode: 3 });
    expect(checkReportShape(JSON.parse(json.stdout))).toEqual([]);
  });

  describe('against a port that accepts and never answers', () => {
    let server: Server;
    beforeAll(
      () =>
        new Promise<void>((resolve) => {
          server = createServer(() => {}).listen(0, '127.0.0.1', resolve);
        }),
    );
    afterAll(() => void server.close());

    test('ends by itself', async () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { code } = await runProgram([
        'check',
        '--window',
        '0.5',
        '--command-timeout',
        '1s',
        '--endpoints',
        `127.0.0.1:${port}`,
      ]);
      expect(code).toBe(3);
    });
  });

  test('tells diagnose the same', async () => {
    const { code, stdout, stderr } = await runProgram(['diagnose', 'health', '--window', '0.5', ...nowhere]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^etcdoc: no member could be reached: http:\/\/127\.0\.0\.1:1: .*\n$/);
  });
});

describe('output that is closed early', () => {
  test('ends the program without a word', async () => {
    const ended = await runProgram(['top', '-b', '-d', '0.5', ...nowhere], { closeAfter: 1 });
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('record', () => {
  test('makes a file for its owner alone that check can read, and never overwrites one', async () => {
    const path = join(directory, 'r.ndjson');
    expect((await runProgram(['record', path, '-n', '2', '-d', '0.5', ...nowhere])).code).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await runProgram(['check', '--replay', path])).code).toBe(3);
    expect(await runProgram(['record', path, ...nowhere])).toMatchObject({
      code: 2,
      stderr: `etcdoc: record: cannot record to ${path}: the file exists already, and is not overwritten: name a new file\n`,
    });
  });
});

describe('completion', () => {
  test('for bash is a script that completes commands, flags and ids', async () => {
    const { stdout } = await runProgram(['completion', 'bash']);
    const complete = (...words: string[]) =>
      spawnSync(
        'bash',
        [
          '-c',
          `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _etcdoc; printf '%s\\n' "\${COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8' },
      )
        .stdout.trim()
        .split('\n');
    expect(complete('etcdoc', 'dis')).toEqual(['discover']);
    expect(complete('etcdoc', 'diagnose', 'ha')).toEqual(['hashkv']);
    expect(complete('etcdoc', 'top', '--gl')).toEqual(['--glyphs']);
    expect(complete('etcdoc', 'check', '--insec')).toEqual(['--insecure-skip-tls-verify']);
  });

  test.each(['zsh', 'fish'])('for %s names every command', async (shell) => {
    const { code, stdout } = await runProgram(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['top', 'check', 'diagnose', 'record', 'completion', 'hashkv', 'discovery-srv'])
      expect(stdout).toContain(word);
  });
});

test('the program is one file: alone in a directory, far from any node_modules, it does its work', async () => {
  const file = join(directory, 'etcdoc.mjs');
  copyFileSync(await programFile(), file);
  const args = [file, 'top', '-b', '-n', '1', '-o', 'line', '--replay', recording];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, env: {}, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/3\/3 OK L=cp-/);
});

/** Counts its connections and ends each at once. */
async function hangUp() {
  let count = 0;
  const listening = await listen(
    createServer((socket) => {
      count += 1;
      socket.destroy();
    }),
  );
  return { ...listening, accepted: () => count };
}

test('no proxy of the environment is asked, for gRPC or for metrics, in plain or in TLS', async () => {
  const [proxy, etcd] = [await hangUp(), await hangUp()];
  try {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy'];
    const env = { NODE_USE_ENV_PROXY: '1', ...Object.fromEntries(names.map((name) => [name, proxy.url])) };
    for (const endpoint of [etcd.url, etcd.url.replace('http:', 'https:')]) {
      const before = etcd.accepted();
      const flags = ['--endpoints', endpoint, '--metrics-urls', endpoint];
      expect((await runProgram(['check', '--window', '0.5', ...flags], { env })).code).toBe(3);
      expect(etcd.accepted() - before).toBeGreaterThan(1);
    }
    expect(proxy.accepted()).toBe(0);
    // The same variables do turn what asks for a proxy: the trap is one.
    const asks = 'fetch(process.argv[1]).catch(() => undefined)';
    const child = spawn(process.execPath, ['-e', asks, etcd.url], { env, stdio: 'ignore' });
    await new Promise((resolve) => child.on('close', resolve));
    expect(proxy.accepted()).toBeGreaterThan(0);
  } finally {
    await Promise.all([proxy.close(), etcd.close()]);
  }
});
