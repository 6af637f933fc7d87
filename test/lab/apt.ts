import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Mirror = { readonly uri: string; readonly signedBy?: string | undefined };

/** Unpacks Debian packages of another suite into `target`, verified by apt, without touching the system's packages or lists. */
export async function unpackFromSuite(suite: string, packages: readonly string[], target: string): Promise<void> {
  const mirror = findMirror(await readAptSources());
  if (mirror === undefined) throw new Error('apt names no Debian archive on this machine');
  const work = `${target}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  try {
    await mkdir(join(work, 'lists/partial'), { recursive: true });
    await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
    await mkdir(join(work, 'root'), { recursive: true });
    const list = join(work, 'suite.sources');
    await writeFile(list, sourcesOf(mirror, suite));
    const apart = [
      '-q',
      '-o',
      `Dir::Etc::sourcelist=${list}`,
      '-o',
      'Dir::Etc::sourceparts=-',
      '-o',
      'Dir::Etc::preferencesparts=-',
    ];
    apart.push('-o', `Dir::State::Lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${join(work, 'cache')}`);
    // Lists and packages lie in directories of ours, which apt's sandbox user may not enter.
    if (process.getuid?.() === 0) apart.push('-o', 'APT::Sandbox::User=root');
    await run('apt-get', [...apart, '-o', 'Acquire::Languages=none', 'update'], { cwd: work });
    await run('apt-get', [...apart, 'download', ...packages], { cwd: work });
    for (const file of await readdir(work)) {
      if (file.endsWith('.deb')) await run('dpkg', ['-x', join(work, file), join(work, 'root')]);
    }
    await rm(target, { recursive: true, force: true });
    await rename(join(work, 'root'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The first Debian archive (no security or updates archive) in apt's sources, with the keyring that signs it. */
export function findMirror(files: readonly { readonly name: string; readonly text: string }[]): Mirror | undefined {
  const mirrors = files.flatMap((file) =>
    file.name.endsWith('.sources') ? deb822Mirrors(file.text) : oneLineMirrors(file.text),
  );
  return mirrors.find((mirror) => /\/debian\/?$/.test(mirror.uri));
}

function sourcesOf(mirror: Mirror, suite: string): string {
  const signed = mirror.signedBy === undefined ? '' : `Signed-By: ${mirror.signedBy}\n`;
  return `Types: deb\nURIs: ${mirror.uri}\nSuites: ${suite}\nComponents: main\n${signed}`;
}

function deb822Mirrors(text: string): Mirror[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const lines = stanza
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n');
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*((?:.*)(?:\\n[ \\t].*)*)`, 'im').exec(lines)?.[1]?.trim();
    if (/^enabled:\s*no/im.test(lines) || !/\bdeb\b(?!-)/.test(field('Types') ?? '')) return [];
    // An embedded key keeps its continuation lines, which deb822 wants indented.
    const signedBy = field('Signed-By');
    return (field('URIs') ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .map((uri) => ({ uri, signedBy }));
  });
}

function oneLineMirrors(text: string): Mirror[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s/.exec(line);
    if (match?.[2] === undefined) return [];
    const signedBy = /signed-by=(\S+)/i.exec(match[1] ?? '')?.[1]?.replaceAll(',', ' ');
    return [{ uri: match[2], signedBy }];
  });
}

async function readAptSources(): Promise<{ name: string; text: string }[]> {
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const names = [
    '/etc/apt/sources.list',
    ...parts.filter((part) => /\.(list|sources)$/.test(part)).map((part) => `/etc/apt/sources.list.d/${part}`),
  ];
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(name, 'utf8').catch(() => '') })),
  );
  return files.filter((file) => file.text !== '');
}
