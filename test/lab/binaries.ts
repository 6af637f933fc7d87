import { execFile } from 'node:child_process';
import { access, constants, mkdir, rm, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unpackFromSuite } from './apt.ts';
import { sleep } from './wait.ts';

const run = promisify(execFile);

export type EtcdVersion = '3.4' | '3.5' | '3.6' | '3.7';
/** etcdctl: where it would be, beside etcd. */
export type EtcdBinary = { readonly etcd: string; readonly etcdctl: string; readonly version: string };

/** The Debian suites that ship each version, in the order tried. */
const suites: Record<EtcdVersion, readonly string[]> = {
  '3.4': ['bookworm'],
  '3.5': ['trixie', 'sid'],
  '3.6': [],
  '3.7': [],
};
const found = new Map<EtcdVersion, Promise<EtcdBinary>>();

/** An etcd and etcdctl of this version: from ETCD_BIN_3_4, ETCD_BIN_3_5, ETCD_BIN, PATH, the cache, apt, in this order. */
export function etcdBinary(version: EtcdVersion): Promise<EtcdBinary> {
  let binary = found.get(version);
  if (binary === undefined) {
    binary = findOrFetch(version);
    found.set(version, binary);
  }
  return binary;
}

/** The same, but only what is on this machine already. */
export async function etcdHere(version: EtcdVersion): Promise<EtcdBinary | undefined> {
  const named = process.env[versionVariable(version)];
  if (named !== undefined && named !== '') return matching(await etcdPath(named), version);
  return (await installed(version)) ?? (await matching(join(cacheDirectory(), version, 'usr/bin/etcd'), version));
}

async function findOrFetch(version: EtcdVersion): Promise<EtcdBinary> {
  const named = process.env[versionVariable(version)];
  if (named !== undefined && named !== '') {
    const binary = await inspect(await etcdPath(named));
    if (binary?.version.startsWith(`${version}.`)) return binary;
    throw new Error(`lab: ${named} is not an etcd ${version}`);
  }
  const root = join(cacheDirectory(), version);
  return (
    (await etcdHere(version)) ??
    (await withLock(`${root}.lock`, async () => (await etcdHere(version)) ?? (await fetchBinary(version, root))))
  );
}

async function installed(version: EtcdVersion): Promise<EtcdBinary | undefined> {
  const named = process.env.ETCD_BIN;
  const candidates = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'etcd'));
  if (named !== undefined && named !== '') candidates.unshift(await etcdPath(named));
  for (const candidate of candidates) {
    const binary = await matching(candidate, version);
    if (binary !== undefined) return binary;
  }
  return undefined;
}

async function fetchBinary(version: EtcdVersion, root: string): Promise<EtcdBinary> {
  const failures: string[] = [];
  for (const suite of suites[version]) {
    try {
      await unpackFromSuite(suite, ['etcd-server', 'etcd-client'], root);
      const binary = await matching(join(root, 'usr/bin/etcd'), version);
      if (binary !== undefined) return binary;
      failures.push(`${suite} has another version`);
    } catch (error) {
      failures.push(`${suite}: ${firstLine(error)}`);
    }
  }
  throw new Error(
    `lab: no etcd ${version} here and none from apt (${failures.join('; ')}); set ${versionVariable(version)} to its path`,
  );
}

async function matching(etcd: string, version: EtcdVersion): Promise<EtcdBinary | undefined> {
  const binary = await inspect(etcd);
  return binary?.version.startsWith(`${version}.`) ? binary : undefined;
}

async function inspect(etcd: string): Promise<EtcdBinary | undefined> {
  const etcdctl = join(dirname(etcd), 'etcdctl');
  try {
    await access(etcd, constants.X_OK);
    const { stdout } = await run(etcd, ['--version']);
    const version = /etcd Version: (\S+)/.exec(stdout)?.[1];
    return version === undefined ? undefined : { etcd, etcdctl, version };
  } catch {
    return undefined;
  }
}

function versionVariable(version: EtcdVersion): string {
  return `ETCD_BIN_${version.replace('.', '_')}`;
}

async function etcdPath(named: string): Promise<string> {
  const directory = await stat(named).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  return directory ? join(named, 'etcd') : named;
}

function cacheDirectory(): string {
  const named = process.env.ETCDOC_LAB_CACHE;
  return named !== undefined && named !== '' ? named : join(import.meta.dirname, '../../.cache/etcd');
}

/** One process fetches, the others wait for what it brings; a lock left by a killed process counts for three minutes. */
async function withLock<T>(lock: string, body: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const held = await stat(lock).catch(() => undefined);
      if (held !== undefined && Date.now() - held.mtimeMs > 180_000) await rm(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
  try {
    return await body();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

function firstLine(error: unknown): string {
  const stderr = (error as { stderr?: string }).stderr?.split('\n').find((line) => /^[EW]: /.test(line));
  return stderr ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
}
