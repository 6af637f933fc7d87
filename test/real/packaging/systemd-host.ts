import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { programFile } from '../../cli/program.ts';
import { hasExited, removeAtExit, removeDirectory, startChild } from '../../lab/children.ts';
import type { TlsFiles } from '../../lab/lab-cluster.ts';
import { eventually } from '../../lab/wait.ts';
import { type Ended, runToEnd } from './run-to-end.ts';

/** A host that systemd has booted, with etcdoc installed as the README says; it shares the network of this machine. */
export type SystemdHost = {
  /** Runs a program on that host. */
  readonly run: (...command: readonly string[]) => Promise<Ended>;
  /** Its /etc/etcd/pki. */
  readonly pki: string;
  readonly stop: () => Promise<void>;
};

/** Boots this machine's /usr with an empty /etc and /var, the unit files, the certificates and this environment file. */
export async function bootHost(tls: TlsFiles, environment: string): Promise<SystemdHost> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-host-'));
  removeAtExit(directory);
  const [pki, settings, program, log] = ['pki', 'settings', 'etcdoc', 'log'].map((name) => join(directory, name));
  if (pki === undefined || settings === undefined || program === undefined || log === undefined)
    throw new Error('paths');
  mkdirSync(pki, { mode: 0o700 });
  for (const [file, name] of [
    [tls.ca, 'ca.crt'],
    [tls.cert, 'client.crt'],
    [tls.key, 'client.key'],
  ] as const) {
    copyFileSync(file, join(pki, name));
    chmodSync(join(pki, name), 0o600);
  }
  mkdirSync(settings);
  writeFileSync(join(settings, 'etcdoc.env'), environment);
  copyFileSync(await programFile(), program);
  chmodSync(program, 0o755);

  const shown = [
    [process.execPath, '/usr/local/bin/node'],
    [program, '/usr/local/bin/etcdoc'],
    [settings, '/etc/etcdoc'],
    ...readdirSync('systemd')
      .filter((name) => /\.(service|path)$/.test(name))
      .map((name) => [join(process.cwd(), 'systemd', name), `/etc/systemd/system/${name}`]),
  ];
  const machine = basename(directory);
  const child = startChild(
    'systemd-nspawn',
    [
      ...['--directory=/', '--volatile=yes', '--boot', '--register=no', '--keep-unit', '--console=pipe'],
      ...[`--machine=${machine}`, '--tmpfs=/usr/local/bin', `--bind=${pki}:/etc/etcd/pki`],
      ...shown.map(([from, to]) => `--bind-ro=${from}:${to}`),
      ...['systemd.unit=basic.target', 'systemd.firstboot=off'],
    ],
    log,
  );
  const first = () =>
    Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')[0]);
  const run = (...command: readonly string[]) =>
    runToEnd('nsenter', ['--target', `${first()}`, '--mount', '--uts', '--ipc', '--pid', '--cgroup', '--', ...command]);
  const stop = async () => {
    if (!hasExited(child)) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // Nothing on that host is worth an orderly shutdown.
      process.kill(first() || child.pid, 'SIGKILL');
      await gone;
    }
    removeDirectory(`/run/systemd/nspawn/propagate/${machine}`);
    removeDirectory(directory);
  };
  try {
    await eventually(async () => (await run('systemctl', 'is-active', 'basic.target')).code === 0, {
      timeoutMs: 60_000,
      what: 'systemd has booted',
      unless: () => {
        if (hasExited(child)) throw new Error(`systemd-nspawn ended: ${readFileSync(log, 'utf8').trim()}`);
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { run, pki, stop };
}
