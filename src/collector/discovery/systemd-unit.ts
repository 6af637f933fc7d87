import { readEnvironment } from './environment-file.ts';
import { splitWords } from './flags.ts';
import type { Host } from './host.ts';

/** What a service unit starts: its file, its words with variables put in, its environment. */
export type SystemdUnit = {
  readonly path: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Environment files that were read, and the first one that may not be. */
  readonly environmentFiles: readonly string[];
  readonly denied?: string | undefined;
};

const directories = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

/** A service by name with its drop-ins; undefined where the host has none of that name. */
export function readUnit(host: Host, name: string): SystemdUnit | undefined {
  const path = directories.map((directory) => `${directory}/${name}`).find((file) => host.read(file).state === 'text');
  if (path === undefined) return undefined;
  const dropIns = directories.toReversed().flatMap((directory) =>
    host
      .list(`${directory}/${name}.d`)
      .filter((file) => file.endsWith('.conf'))
      .toSorted()
      .map((file) => `${directory}/${name}.d/${file}`),
  );
  const settings = serviceSettings(host, [path, ...dropIns]);
  let environment: Record<string, string> = {};
  for (const line of settings.get('Environment') ?? []) {
    for (const word of splitWords(line))
      environment = { ...environment, ...readEnvironment(`${word.replace('=', "='")}'`) };
  }
  const environmentFiles: string[] = [];
  let denied: string | undefined;
  for (const line of settings.get('EnvironmentFile') ?? []) {
    const file = line.replace(/^-/, '');
    const read = host.read(file);
    if (read.state === 'denied') denied ??= file;
    if (read.state !== 'text') continue;
    environmentFiles.push(file);
    environment = { ...environment, ...readEnvironment(read.text) };
  }
  const start = settings.get('ExecStart')?.at(-1) ?? '';
  return { path, words: wordsOf(start, environment), environment, environmentFiles, denied };
}

/** The values of each key of `[Service]`; an empty one forgets those before it. */
function serviceSettings(host: Host, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, readonly string[]>();
  for (const file of files) {
    const read = host.read(file);
    let section = '';
    for (const line of (read.state === 'text' ? read.text : '').replace(/\\\r?\n/g, ' ').split(/\r?\n|\r/)) {
      section = /^\s*\[(\w+)\]/.exec(line)?.[1] ?? section;
      const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (section !== 'Service' || key === undefined || value === undefined) continue;
      settings.set(key, value === '' ? [] : [...(settings.get(key) ?? []), value]);
    }
  }
  return settings;
}

/** The words of a start line; those of `sh -c '...'` are in the script. */
function wordsOf(line: string, environment: Readonly<Record<string, string>>): string[] {
  const outer = splitWords(line.replace(/^[-@:+!]+/, ''));
  const script = /(^|\/)(ba|da)?sh$/.test(outer[0] ?? '') && outer[1] === '-c' ? outer[2] : undefined;
  return (script === undefined ? outer : splitWords(script.replaceAll('\\"', '"'))).flatMap((word) => {
    // `$NAME` on its own is split into words, `${NAME}` is one.
    const alone = /^\$(\w+)$/.exec(word)?.[1];
    if (alone !== undefined) return splitWords(environment[alone] ?? '');
    return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => environment[name] ?? '')];
  });
}
