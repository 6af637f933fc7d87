import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program of this machine and where it goes in the image. */
export type Placed = { readonly from: string; readonly to: string };

/** What a base image holds: programs with the shared libraries they need, and what its processes find in their environment. */
export type BaseImage = { readonly programs: readonly Placed[]; readonly env: Readonly<Record<string, string>> };

/** Stands in for the distroless image: Node.js where that has it, its libraries, two users, and no shell. */
export const runtimeBase: BaseImage = {
  programs: [{ from: process.execPath, to: '/nodejs/bin/node' }],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
};

/** Stands in for the official Node.js image: Node.js, npm, a shell and the few tools the Dockerfile names. */
export const nodeBase: BaseImage = {
  programs: [
    { from: process.execPath, to: '/usr/local/bin/node' },
    { from: '/bin/sh', to: '/bin/sh' },
    { from: '/usr/bin/env', to: '/usr/bin/env' },
    ...['chmod', 'grep', 'head', 'ln', 'mkdir', 'sed'].map((name) => ({ from: `/bin/${name}`, to: `/bin/${name}` })),
  ],
  env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
};

/** Lays a base image out in `context`, with the file that builds it from scratch. */
export async function layOutBase({ programs, env }: BaseImage, context: string): Promise<void> {
  const root = join(context, 'root');
  for (const directory of ['etc', 'tmp', 'proc', 'sys', 'dev', 'usr/local/bin'])
    await mkdir(join(root, directory), { recursive: true });
  const users = ['root:x:0:0:root:/root:/sbin/nologin', 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin'];
  await writeFile(join(root, 'etc/passwd'), `${users.join('\n')}\n`);
  for (const { from, to } of programs) {
    await place(root, { from, to });
    for (const library of await librariesOf(from)) await place(root, { from: library, to: library });
  }
  const lines = Object.entries(env).map(([name, value]) => `ENV ${name}=${JSON.stringify(value)}`);
  await writeFile(join(context, 'Dockerfile'), ['FROM scratch', 'COPY root/ /', ...lines, ''].join('\n'));
}

/** Adds this machine's npm, and the certificates that Node.js is told to trust here. */
export async function addNpm(context: string): Promise<void> {
  const root = join(context, 'root');
  const { stdout } = await run('sh', ['-c', 'command -v npm']);
  const npm = '/usr/local/lib/node_modules/npm';
  await cp(dirname(dirname(await realpath(stdout.trim()))), join(root, npm), { recursive: true });
  await symlink(join(npm, 'bin/npm-cli.js'), join(root, 'usr/local/bin/npm'));
  const trusted = process.env.NODE_EXTRA_CA_CERTS;
  if (trusted !== undefined && trusted !== '') await place(root, { from: trusted, to: '/etc/trusted.pem' });
}

async function place(root: string, { from, to }: Placed): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await copyFile(from, join(root, to));
}

async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)].map(([, path = '']) => path);
}
