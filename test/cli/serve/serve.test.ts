import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { listen } from '../../lab/listen.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually } from '../../lab/wait.ts';
import { programFile, runProgram } from '../program.ts';
import { type RunningDaemon, startDaemon } from './start-daemon.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-serve-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
/** Nobody listens there. */
const nowhere = ['--endpoints', 'http://127.0.0.1:1', '--interval', '0.5'];

const running: RunningDaemon[] = [];
afterEach(async () => {
  for (const daemon of running.splice(0)) await daemon.stop('SIGKILL');
});
const start = async (...of: Parameters<typeof startDaemon>): Promise<RunningDaemon> => {
  const daemon = await startDaemon(...of);
  running.push(daemon);
  return daemon;
};
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

/** How many samples a daemon has taken. */
async function samplesOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^etcdoc_samples_total (\d+)$/m.exec(text)?.[1]);
}

/** A pipe that has no room left until it is read. */
function fullPipe(): { readonly fd: number; readonly take: () => string } {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const block = Buffer.alloc(4096, 'x');
  const tried = (work: () => number): number => {
    try {
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  };
  while (tried(() => writeSync(fd, block)) > 0);
  return {
    fd,
    take: () => {
      const buffer = Buffer.alloc(1 << 20);
      return buffer.toString(
        'utf8',
        0,
        tried(() => readSync(fd, buffer)),
      );
    },
  };
}

describe('what the daemon cannot start with is one line and exit code 2', () => {
  const bad = file('bad.yaml', 'serve:\n  interval: [\n');
  const unknown = file('unknown.yaml', 'serve:\n  heartbeet: 1h\n');
  const none = file('none.key', '');
  test.each([
    [['--config', bad], `etcdoc: ${bad} line 3: `],
    [['--config', unknown], `etcdoc: ${unknown} line 2 (serve.heartbeet): unknown key: did you mean heartbeat?`],
    [['--key', '/nope', '--cert', '/nope'], 'etcdoc: --cert: cannot read /nope: no such file'],
    [['--tls-cert-file', '/nope', '--tls-key-file', none], 'etcdoc: cannot read /nope: no such file'],
    [['--token-file', none], `etcdoc: ${none} holds no token`],
    [['--cacert', none], `etcdoc: ${none} holds no certificate in PEM form`],
    [['--listen', 'nonsense'], 'etcdoc: --listen: nonsense is no address to listen on'],
  ])('%j', async (args, stderr) => {
    const ended = await runProgram(['serve', '--listen', '127.0.0.1:0', ...nowhere, ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr.startsWith(stderr)).toBe(true);
    expect(ended.stderr.trimEnd()).not.toContain('\n');
  });

  test('a port that is taken', async () => {
    const holder = await listen(createServer());
    const ended = await runProgram(['serve', ...nowhere, '--listen', `127.0.0.1:${holder.port}`]);
    await holder.close();
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^etcdoc: cannot listen on 127\.0\.0\.1:\d+: the port is taken[^\n]*\n$/);
  });
});

describe('with no etcd at all the daemon', () => {
  test('stays up, says which endpoint does not answer, and ends with 0 when it is told to', async () => {
    const daemon = await start(nowhere);
    const alert = await daemon.until('the alert', ({ check }) => check === 'endpoint-down');
    expect(alert).toMatchObject({
      ...{ msg: 'ETCD_ALERT', level: 'error', severity: 'critical', state: 'firing', endpoint: 'http://127.0.0.1:1' },
      message: expect.stringContaining('connection refused'),
    });
    const beat = await daemon.until('the heartbeat', ({ msg }) => msg === 'ETCD_HEARTBEAT');
    expect(beat).toMatchObject({ status: 'unhealthy' });
    const health = await fetch(`${daemon.url}/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ status: 'unhealthy', alerts: [{ check: 'endpoint-down' }] });
    expect(await daemon.stop('SIGTERM')).toBe(0);
    expect(daemon.lines.at(-1)?.msg).toBe('ETCD_STOP');
    expect(daemon.lines.filter(({ check }) => check === 'endpoint-down')).toHaveLength(1);
    expect(daemon.stderr()).toBe('');
  });

  test('ends on SIGINT too, and its heartbeat has a clock of its own', async () => {
    const daemon = await start(nowhere, { ETCDOC_HEARTBEAT: '1s' });
    await daemon.until('two heartbeats', () => daemon.lines.filter(({ msg }) => msg === 'ETCD_HEARTBEAT').length >= 2);
    expect(await daemon.stop('SIGINT')).toBe(0);
  });
});

describe('the configuration', () => {
  test('is read again when its file is replaced or on SIGHUP; a bad one changes nothing and is said', async () => {
    const config = file('reloaded.yaml', 'serve: { repeat: 5m }\n');
    const daemon = await start([...nowhere, '--config', config]);
    const news = (part: string) =>
      daemon.until(part, ({ msg, message }) => msg === 'ETCD_CONFIG' && message.includes(part));
    await daemon.until('the alert', ({ check }) => check === 'endpoint-down');

    file('reloaded.yaml', 'serve: { repeat: 5m, heartbeat: often }\n');
    expect(await news('the old configuration stays in force')).toMatchObject({
      level: 'error',
      message: expect.stringContaining('line 1 (serve.heartbeat)'),
    });

    file(
      'next.yaml',
      'serve: { repeat: 1s, listen: 127.0.0.1:1 }\nthresholds: { metrics: { walFsyncP99: { warning: 1 } } }\n',
    );
    renameSync(join(directory, 'next.yaml'), config);
    // The flag goes before the file: where it listens did not change.
    expect(await news('in force now: thresholds, repeat')).toMatchObject({ level: 'info' });
    await daemon.until('a repeat', ({ occasion }) => occasion === 'repeated');
    expect(daemon.lines.some(({ state }) => state === 'resolved')).toBe(false);

    daemon.signal('SIGHUP');
    await news('(SIGHUP): nothing that can change at run time did');
    const metrics = await (await fetch(`${daemon.url}/metrics`)).text();
    expect(metrics).toMatch(/^etcdoc_reloads_total\{result="ok"\} 2$/m);
    expect(metrics).toMatch(/^etcdoc_reloads_total\{result="failed"\} 1$/m);
    expect(await daemon.stop()).toBe(0);
  });

  test('names another cluster: the connection is made anew', async () => {
    const config = file('moved.yaml', 'etcd: { endpoints: "http://127.0.0.1:1" }\n');
    const daemon = await start(['--interval', '0.5', '--config', config]);
    await daemon.until('the alert', ({ message }) => message.includes('no endpoint answers: http://127.0.0.1:1:'));
    file('moved.yaml', 'etcd: { endpoints: "http://127.0.0.2:1" }\nserve: { repeat: 1s }\n');
    await daemon.until('the new endpoint', ({ message }) =>
      message.includes('no endpoint answers: http://127.0.0.2:1:'),
    );
  });
});

describe('stdout', () => {
  test('that is full stops nothing; what waited comes when somebody reads', async () => {
    const port = await freePort();
    const { fd, take } = fullPipe();
    const args = ['serve', ...nowhere, '--repeat', '1', '--listen', `127.0.0.1:${port}`];
    const child = spawn(process.execPath, [await programFile(), ...args], {
      env: { PATH: process.env.PATH, HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' },
      stdio: ['ignore', fd, 'ignore'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    try {
      const samples = async () => (await samplesOf(`http://127.0.0.1:${port}`)) >= 4;
      await eventually(samples, { what: 'samples while nothing can be written' });
      const text = () => take().replaceAll('x', '');
      let read = '';
      const wait = () => {
        read += text();
        return read.includes('"occasion":"repeated"');
      };
      await eventually(wait, { what: 'the lines that waited' });
      const said = read
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg);
      expect(said.slice(0, 3)).toEqual(['ETCD_START', 'ETCD_ALERT', 'ETCD_HEARTBEAT']);
    } finally {
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      closeSync(fd);
    }
  });

  test('that is closed ends nothing', async () => {
    const daemon = await start([...nowhere, '--heartbeat', '1']);
    await daemon.until('the alert', ({ check }) => check === 'endpoint-down');
    daemon.hangUp();
    const before = await samplesOf(daemon.url);
    // Two seconds of them: a heartbeat at least is due meanwhile.
    await eventually(async () => (await samplesOf(daemon.url)) >= before + 5, { what: 'samples after it' });
    expect((await fetch(`${daemon.url}/livez`)).status).toBe(200);
    expect(await daemon.stop()).toBe(0);
  });
});
