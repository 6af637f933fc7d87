import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeDirectory } from '../home-directory.ts';
import { UsageError } from '../usage-error.ts';
import type { Config } from './config-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The config file in force: the one named by flag or variable, else the first that exists; undefined without any. */
export async function readConfigFile(flag: string | undefined, env: Environment): Promise<Config | undefined> {
  for (const { file, namedBy } of configCandidates(flag, env)) {
    const text = readIfPresent(file, namedBy);
    // Most runs have no config file: YAML and the schema are then never loaded.
    if (text !== undefined) return (await import('./config-text.ts')).parseConfig(text, file);
  }
  return undefined;
}

/** Where a config file may lie, the first that exists counts; `namedBy` says who named it. */
export function configCandidates(flag: string | undefined, env: Environment): { file: string; namedBy?: string }[] {
  if (flag !== undefined) return [{ file: flag, namedBy: '--config' }];
  if (env.ETCDOC_CONFIG) return [{ file: env.ETCDOC_CONFIG, namedBy: 'ETCDOC_CONFIG' }];
  const home = env.XDG_CONFIG_HOME || join(homeDirectory(env), '.config');
  return [{ file: join(home, 'etcdoc', 'config.yaml') }, { file: '/etc/etcdoc/config.yaml' }];
}

function readIfPresent(file: string, namedBy: string | undefined): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (namedBy === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw new UsageError(namedBy, `cannot read ${file}`, fileTrouble(code));
  }
}

/** What a person does about a file that could not be read. */
export function fileTrouble(code: string | undefined): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file, check the path';
  if (code === 'EACCES' || code === 'EPERM')
    return 'permission denied, run as a user who may read it (root on most hosts)';
  if (code === 'EISDIR') return 'it is a directory, name the file in it';
  return code ?? 'check the path';
}
