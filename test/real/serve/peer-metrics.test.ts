import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckV1 } from '../../../src/report/schema/check-v1.ts';
import { programFile } from '../../cli/program.ts';
import { endChild } from '../../lab/children.ts';
import type { LabHost } from '../../lab/hosts.ts';
import { type Rke2, startRke2 } from '../../lab/rke2.ts';
import { eventually } from '../../lab/wait.ts';
import { openTerminal } from '../../terminal/terminal.ts';

const run = promisify(execFile);

// Discovery finds nothing there, and no variable of the machine counts.
const emptyHost = mkdtempSync(join(tmpdir(), 'etcdoc-empty-'));
const env = { PATH: process.env.PATH, HOME: emptyHost, XDG_CONFIG_HOME: emptyHost, ETCDOC_HOST_ROOT: emptyHost };

let rke2: Rke2;
let daemons: ChildProcess[];
let program: string;
const open: { stop: () => unknown }[] = [];

beforeAll(async () => {
  program = await programFile();
  rke2 = await startRke2();
  rke2.write();
  // The third knows no certificate and reads the metrics alone, as the DaemonSet does unless told otherwise.
  const alone = ['--metrics-urls', 'http://127.0.0.1:2381'];
  daemons = rke2.hosts.map((host, index) => serve(host, index === 2 ? alone : rke2.flags));
  await Promise.all(rke2.hosts.map((host) => untilGives(host)));
});
afterAll(async () => {
  for (const { stop } of open.splice(0).reverse()) await stop();
  await rke2?.stop();
  rmSync(emptyHost, { recursive: true, force: true });
});

function serve(host: LabHost, flags: readonly string[], name = 'daemon'): ChildProcess {
  const variables = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
  const words = [process.execPath, program, 'serve', '--interval', '2', ...flags];
  return host.start(name, 'env', [...variables, ...words]);
}

/** Resolves when the daemon on a host has a page of its member. */
async function untilGives({ enter: [into = '', ...where], output }: LabHost, port = 8080): Promise<void> {
  const ask = `fetch('http://127.0.0.1:${port}/member').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  const answers = () => run(into, [...where, process.execPath, '-e', ask]).then(() => true);
  await eventually(answers, { timeoutMs: 60_000, everyMs: 300, what: 'a page' }).catch((error) => {
    throw new Error(`${error}; the daemon said: ${output('daemon')}`);
  });
}

const first = () => rke2.hosts[0] as LabHost;
const [command, args] = [
  () => first().enter[0] ?? '',
  (...words: string[]) => [...first().enter.slice(1), process.execPath, program, ...words, ...rke2.flags],
];

/** The blocks of `etcdoc top` on the first host; `until` waits for one that looks as it should. */
function topOnFirst(...flags: string[]) {
  const top = spawn(command(), args('top', '-d', '1', '-w', '10', '-b', '-n', '1000', '-o', 'ndjson', ...flags), {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  open.push({ stop: () => endChild(top) });
  const blocks = createInterface({ input: top.stdout })[Symbol.asyncIterator]();
  return async (what: string, wanted: (members: CheckV1['members']) => boolean): Promise<CheckV1['members']> => {
    const deadline = performance.now() + 60_000;
    let last: CheckV1['members'] = [];
    while (performance.now() < deadline) {
      const { value, done } = await blocks.next();
      if (done === true) break;
      last = (JSON.parse(value) as CheckV1).members;
      if (wanted(last)) return last;
    }
    const shown = last.map(({ readings, ...rest }) => ({ ...rest, fsync: readings.walFsyncP99 }));
    throw new Error(`${what}: never seen; last: ${JSON.stringify(shown)}; daemon: ${rke2.hosts[1]?.output('daemon')}`);
  };
}

test('top on one host shows the disks of all three by their daemons, and says so; without its daemon a member has none', async () => {
  const until = topOnFirst();
  const all = await until(
    'fsync p99 of all three',
    (members) => members.length === 3 && members.every(({ readings }) => (readings.walFsyncP99?.value ?? 0) > 0),
  );
  const own = new Map(all.map((one) => [one.name, one]));
  expect([...own.keys()].sort()).toEqual(['cp-1', 'cp-2', 'cp-3']);
  expect(all.map(({ source }) => source)).toEqual(['full', 'full', 'full']);
  expect(own.get('cp-1')).toMatchObject({ metricsFrom: 'http://127.0.0.1:2381/metrics', metricsAgeSeconds: null });
  for (const [name, address] of [
    ['cp-2', '10.77.0.12'],
    ['cp-3', '10.77.0.13'],
  ] as const) {
    expect(own.get(name)?.metricsFrom).toBe(`http://${address}:8080/member`);
    expect(own.get(name)?.metricsAgeSeconds).toBeLessThan(10);
    expect(own.get(name)?.readings.putsPerSecond?.value).toBeGreaterThan(0);
  }

  const terminal = openTerminal(command(), args('top', '-d', '1'), { columns: 105, rows: 60, env });
  open.push({ stop: () => terminal.close() });
  await terminal.until((screen) => /cp-3 .*\d/.test(screen) && !/NOMETRICS/.test(screen), 'the members', 30_000);
  terminal.send('\x1b[B\r');
  const detail = await terminal.until((screen) => /metrics from/.test(screen), 'the detail', 30_000);
  expect(detail).toMatch(/metrics from +the etcdoc daemon at 10\.77\.0\.1[23]:8080, [\d.]+s old; every 2s it reads/);
  expect(detail).toContain('full: gRPC, and metrics by the etcdoc daemon');
  await terminal.close();

  const [, second] = daemons;
  if (second === undefined) throw new Error('no second daemon');
  await endChild(second);
  const without = await until('cp-2 without metrics', (members) =>
    members.some(({ name, source }) => name === 'cp-2' && source === 'api-only'),
  );
  const blind = without.find(({ name }) => name === 'cp-2');
  expect(blind?.metricsFrom).toBeNull();
  expect(blind?.readings.walFsyncP99).toMatchObject({ value: null, unknown: 'no-metrics' });
  expect(blind?.error).toContain('connection refused (nothing listens on 10.77.0.12:8080)');
  expect(blind?.error).toContain('etcdoc serve on its host');
  expect(without.find(({ name }) => name === 'cp-3')?.source).toBe('full');
});

test('daemons that want TLS and a token are asked by both, and say who may not', async () => {
  const token = join(rke2.directory, 'token');
  writeFileSync(token, 'token-of-the-lab\n');
  const { cert, key } = rke2.server;
  const secured = ['--listen', '0.0.0.0:8443', '--tls-cert-file', cert, '--tls-key-file', key, '--token-file', token];
  for (const host of rke2.hosts.slice(1)) serve(host, [...secured, ...rke2.flags], 'secured');
  const check = async (...flags: string[]) => {
    const words = args(
      'check',
      '-o',
      'json',
      '--window',
      '3',
      '--daemon-port',
      '8443',
      '--daemon-cacert',
      rke2.ca,
      ...flags,
    );
    const { stdout } = await run(command(), words, { env }).catch((error: { stdout: string }) => error);
    const { members } = JSON.parse(stdout) as CheckV1;
    return members.filter(({ name }) => name !== 'cp-1').sort((a, b) => a.name.localeCompare(b.name));
  };
  const read = await eventually(
    async () => {
      const members = await check('--daemon-token-file', token);
      const seen = members.map(({ source, error, readings }) => ({ source, error, fsync: readings.walFsyncP99 }));
      if (seen.some(({ fsync }) => !fsync?.value))
        throw new Error(`${JSON.stringify(seen)}; the daemon said: ${rke2.hosts[1]?.output('secured')}`);
      return members;
    },
    { timeoutMs: 30_000, what: 'fsync p99 within one run of check' },
  );
  expect(read.map(({ metricsFrom }) => metricsFrom)).toEqual([
    'https://10.77.0.12:8443/member',
    'https://10.77.0.13:8443/member',
  ]);
  for (const { source, error } of await check()) {
    expect(source).toBe('api-only');
    expect(error).toContain(':8443/member answered HTTP 401');
  }
});

test('a member that dies is down at once, whatever its daemon read a moment before', async () => {
  const [, , third] = rke2.hosts;
  if (third === undefined) throw new Error('no third host');
  serve(third, ['--interval', '10', '--listen', '0.0.0.0:9090', ...rke2.flags], 'slow');
  await untilGives(third, 9090);
  const until = topOnFirst('--daemon-port', '9090');
  const sourceOf = (members: CheckV1['members']) => members.find(({ name }) => name === 'cp-3')?.source;
  await until('cp-3 by its daemon', (members) => sourceOf(members) === 'full');
  const [, , etcd] = rke2.etcds;
  if (etcd === undefined) throw new Error('no third etcd');
  await endChild(etcd);
  const seen: (string | undefined)[] = [];
  await until('some blocks after it', (members) => {
    const source = sourceOf(members);
    if (source !== 'full' || seen.length > 0) seen.push(source);
    return seen.length >= 5;
  });
  expect(new Set(seen)).toEqual(new Set(['down']));
});
