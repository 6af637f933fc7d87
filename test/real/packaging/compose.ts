import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackFromSuite } from '../../lab/apt.ts';
import { endChild, startChild } from '../../lab/children.ts';
import { eventually } from '../../lab/wait.ts';
import type { LocalImage } from './local-image.ts';
import { type Ended, runToEnd } from './run-to-end.ts';

/** Compose on an engine that has the image: podman, which speaks Docker's protocol. */
export type Compose = {
  readonly run: (env: Readonly<Record<string, string>>, ...args: readonly string[]) => Promise<Ended>;
  readonly stop: () => Promise<void>;
};

const unpacked = join(import.meta.dirname, '../../../.cache/compose');
const project = join(import.meta.dirname, '../../../docker-compose.yml');

/** Starts the engine on a socket beside the image's store. */
export async function startCompose(image: LocalImage): Promise<Compose> {
  if (!existsSync(unpacked)) await unpackFromSuite('trixie', ['docker-compose'], unpacked);
  const compose = join(unpacked, 'usr/libexec/docker/cli-plugins/docker-compose');
  const settings = join(image.directory, 'containers.conf');
  const socket = join(image.directory, 'engine.sock');
  // As on the command line: more would take a capability that not every machine gives.
  writeFileSync(settings, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n');
  const { file, args } = image.podman(['system', 'service', '--time=0', `unix://${socket}`]);
  const service = [`CONTAINERS_CONF=${settings}`, file, ...args];
  const child = startChild('env', service, join(image.directory, 'engine.log'));
  try {
    await eventually(() => existsSync(socket), { timeoutMs: 30_000, what: 'the engine listens' });
  } catch (error) {
    await endChild(child);
    throw error;
  }
  return {
    run: (env, ...args) => {
      const variables = Object.entries({ ...env, DOCKER_HOST: `unix://${socket}` }).map((pair) => pair.join('='));
      return runToEnd('env', [...variables, compose, '--file', project, ...args]);
    },
    stop: () => endChild(child, 'SIGTERM'),
  };
}
