import { execFile } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unpackFromSuite } from '../lab/apt.ts';
import { sleep } from '../lab/wait.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const fetched = join(root, '.cache/kubectl');

/** What `kubectl kustomize` makes of a directory of the checkout, as YAML. Asks no cluster. */
export async function kustomize(directory: string): Promise<string> {
  found ??= findKubectl();
  const { stdout, stderr } = await run(await found, ['kustomize', join(root, directory)], { maxBuffer: 1e7 });
  if (stderr !== '') throw new Error(`kubectl kustomize ${directory}: ${stderr}`);
  return stdout;
}

let found: Promise<string> | undefined;

/** The one on PATH when it knows components (1.21), else the one of Debian 13, unpacked beside the system: Debian 12 has 1.20. */
async function findKubectl(): Promise<string> {
  const here = [process.env.KUBECTL_BIN || 'kubectl', join(fetched, 'usr/bin/kubectl')];
  for (const candidate of here) if (await isNewEnough(candidate)) return candidate;
  const lock = `${fetched}.lock`;
  for (;;) {
    await mkdir(dirname(lock), { recursive: true });
    const taken = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (taken) break;
    const held = await stat(lock).catch(() => undefined);
    if (held !== undefined && Date.now() - held.mtimeMs > 180_000) await rm(lock, { recursive: true, force: true });
    await sleep(200);
  }
  try {
    const candidate = join(fetched, 'usr/bin/kubectl');
    if (await isNewEnough(candidate)) return candidate;
    await unpackFromSuite('trixie', ['kubectl/trixie'], fetched);
    if (await isNewEnough(candidate)) return candidate;
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  throw new Error('no kubectl 1.21 or newer here and none from apt; set KUBECTL_BIN to its path');
}

async function isNewEnough(kubectl: string): Promise<boolean> {
  const said = await run(kubectl, ['version', '--client']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const minor = /v1\.(\d+)\./.exec(said)?.[1];
  return minor !== undefined && Number(minor) >= 21;
}
