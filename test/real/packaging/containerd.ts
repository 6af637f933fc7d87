import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackFromSuite } from '../../lab/apt.ts';
import { endChild, removeAtExit, removeDirectory, startChild } from '../../lab/children.ts';
import { eventually } from '../../lab/wait.ts';
import { runToEnd } from './run-to-end.ts';

/** A containerd of 1.7, as RKE2 and K3s bring one: Debian 12's is older and its `ctr run` knows no --user. */
export type Containerd = {
  /** Program and first words of its `ctr`, in the place of RKE2's. */
  readonly ctr: readonly string[];
  readonly stop: () => Promise<void>;
};

const unpacked = join(import.meta.dirname, '../../../.cache/containerd');

/** Starts it with directories and a socket of its own. */
export async function startContainerd(): Promise<Containerd> {
  const programs = join(unpacked, 'usr/bin');
  if (!existsSync(programs)) await unpackFromSuite('trixie', ['containerd'], unpacked);
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-ctr-'));
  removeAtExit(directory);
  const config = join(directory, 'config.toml');
  const socket = join(directory, 'containerd.sock');
  const lines = [
    'version = 2',
    `root = ${JSON.stringify(join(directory, 'root'))}`,
    `state = ${JSON.stringify(join(directory, 'state'))}`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    '[grpc]',
    `address = ${JSON.stringify(socket)}`,
    '',
  ];
  mkdirSync(join(directory, 'root'));
  writeFileSync(config, lines.join('\n'));
  // It finds its shim by PATH.
  const path = `PATH=${programs}:${process.env.PATH}`;
  const child = startChild('env', [path, 'containerd', '--config', config], join(directory, 'log'));
  const ctr = [join(programs, 'ctr'), '--address', socket, '--namespace', 'k8s.io'];
  const stop = async () => {
    await endChild(child, 'SIGTERM');
    removeDirectory(directory);
  };
  const [file = '', ...words] = ctr;
  const answers = async () => (await runToEnd(file, [...words, 'version'])).code === 0;
  try {
    await eventually(answers, { timeoutMs: 60_000, what: 'containerd answers' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ctr, stop };
}
