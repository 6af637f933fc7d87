import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Authority,
  clientCertificate,
  createAuthority,
  type Pem,
  serverCertificate,
} from '../../lab/certificates.ts';
import type { HostProcess, HostRow } from './hosts.ts';

let issued: Promise<{ readonly authority: Authority; readonly client: Pem; readonly server: Pem }> | undefined;

/** Puts the tree of a row under `root`, with certificates made for it and the processes that it has. */
export async function layOut(
  root: string,
  { tree, ca, clients = [], servers = [], processes = [] }: HostRow,
): Promise<void> {
  const fixture = fileURLToPath(new URL(`../../fixtures/hosts/${tree}`, import.meta.url));
  cpSync(fixture, root, { recursive: true });
  issued ??= issue();
  const { authority, client, server } = await issued;
  if (ca !== undefined) write(join(root, ca), authority.pem);
  for (const [stems, pem] of [[clients, client] as const, [servers, server] as const]) {
    for (const stem of stems) {
      const [cert, key] = stem.endsWith('.pem')
        ? [stem, stem.replace(/\.pem$/, '-key.pem')]
        : [`${stem}.crt`, `${stem}.key`];
      write(join(root, cert), pem.cert);
      write(join(root, key), pem.key);
    }
  }
  if (processes.length > 0) layOutProcess(root, { pid: 1, words: ['/sbin/init'] });
  for (const one of processes) layOutProcess(root, one);
}

/** A process as /proc shows it. */
export function layOutProcess(root: string, { pid, words, environment = [], ns = 'host' }: HostProcess): void {
  const directory = join(root, 'proc', String(pid));
  const ended = (list: readonly string[]) => list.map((word) => `${word}\0`).join('');
  write(join(directory, 'comm'), `${(words[0] ?? '').split('/').at(-1)?.slice(0, 15)}\n`);
  write(join(directory, 'cmdline'), ended(words));
  write(join(directory, 'environ'), ended(environment));
  mkdirSync(join(directory, 'ns'), { recursive: true });
  symlinkSync(`mnt:[${ns}]`, join(directory, 'ns', 'mnt'));
}

export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function issue() {
  const authority = await createAuthority('etcdoc host CA');
  const server = await serverCertificate(authority, { usage: ['server'] });
  return { authority, server, client: await clientCertificate(authority) };
}
