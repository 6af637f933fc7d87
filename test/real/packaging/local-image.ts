import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeAtExit, removeDirectory } from '../../lab/children.ts';
import { addNpm, layOutBase, nodeBase, runtimeBase } from './base-image.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** The project's image in a store of its own, built by the project's Dockerfile on bases made here: no registry is asked. */
export type LocalImage = {
  readonly name: string;
  readonly directory: string;
  readonly podman: (args: readonly string[]) => { readonly file: string; readonly args: readonly string[] };
  /** Writes the image to a file that any engine can load. */
  readonly save: (file: string) => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Builds the image; takes about half a minute. */
export async function buildImage(): Promise<LocalImage> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-image-'));
  removeAtExit(directory);
  const [root, runRoot, state] = ['root', 'run', 'state'].map((name) => join(directory, name));
  const store = ['--root', `${root}`, '--runroot', `${runRoot}`, '--storage-driver', 'vfs'];
  const buildah = (args: readonly string[]) =>
    run('buildah', [...store, ...args], { cwd: checkout, maxBuffer: 1 << 26 });
  const build = (name: string, args: readonly string[]) =>
    buildah(['build', '--quiet', '--isolation', 'chroot', '--network', 'host', '--layers=false', '-t', name, ...args]);

  const trusted = process.env.NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS: '/etc/trusted.pem' } : {};
  const { stdout: registry } = await run('npm', ['config', 'get', 'registry']);
  const { stdout: cache } = await run('npm', ['config', 'get', 'cache']);
  const npmEnv = { NPM_CONFIG_REGISTRY: registry.trim(), NPM_CONFIG_CACHE: '/npm', NPM_CONFIG_PREFER_OFFLINE: 'true' };
  const bases = { node: { ...nodeBase, env: { ...nodeBase.env, ...trusted, ...npmEnv } }, runtime: runtimeBase };
  for (const [name, base] of Object.entries(bases)) {
    const context = join(directory, name);
    await layOutBase(base, context);
    if (name === 'node') await addNpm(context);
    await build(`localhost/${name}-base`, [context]);
    removeDirectory(context);
  }
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  // As the compose file and the manifests call it.
  const name = `localhost/etcdoc:${version}`;
  const baseArgs = ['NODE_IMAGE=localhost/node-base', 'RUNTIME_IMAGE=localhost/runtime-base'];
  mkdirSync(cache.trim(), { recursive: true });
  await build(name, [...baseArgs.flatMap((one) => ['--build-arg', one]), '--volume', `${cache.trim()}:/npm`, checkout]);

  const own = ['--tmpdir', `${state}`, '--cgroup-manager', 'cgroupfs', '--events-backend', 'none', '--runtime', 'runc'];
  return {
    name,
    directory,
    podman: (args) => ({ file: 'podman', args: [...store, ...own, ...args] }),
    save: async (file) => void (await buildah(['push', '--quiet', name, `docker-archive:${file}:${name}`])),
    remove: async () => {
      await buildah(['rm', '--all']).catch(() => undefined);
      removeDirectory(directory);
    },
  };
}
