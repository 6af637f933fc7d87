import { statSync } from 'node:fs';
import type { Found } from '../../collector/discovery/verdict.ts';
import { UsageError } from '../usage-error.ts';
import { fileTrouble } from './config-file.ts';
import type { Settings } from './read-settings.ts';

/** What discovery says about reaching etcd, and where that comes from in words. */
export type Discovered = {
  readonly found: Found | undefined;
  /** The id of the distribution, for the commands that are told to a person. */
  readonly distribution?: string | undefined;
  readonly origin: string;
};

/** Looks at the host when nothing says where etcd is; nothing of discovery is loaded otherwise. */
export async function discoverWhereUnsaid(settings: Settings): Promise<Discovered | undefined> {
  if (settings.endpoints !== undefined || settings.discoverySrv !== undefined) return undefined;
  const hostRoot = checkedHostRoot(settings);
  const { discover } = await import('../../collector/discovery/discover.ts');
  const { chosen, candidates } = discover({ hostRoot });
  if (chosen !== undefined)
    return {
      found: chosen.found,
      distribution: chosen.id,
      origin: `discovery: ${chosen.found.distribution}, ${chosen.path}`,
    };
  const { advice } = await import('../../collector/discovery/advice.ts');
  return { found: undefined, origin: `the default, discovery found no etcd: ${advice(candidates)}` };
}

/** The directory that is the host's `/`; one that is none is an error of usage. */
export function checkedHostRoot({ hostRoot }: Settings): string {
  if (hostRoot === undefined) return '/';
  const { value, from } = hostRoot;
  try {
    if (statSync(value).isDirectory()) return value;
  } catch (error) {
    throw new UsageError(from, `cannot read ${value}`, fileTrouble((error as NodeJS.ErrnoException).code));
  }
  throw new UsageError(from, `${value} is no directory`, 'name the directory where the host’s / is mounted');
}
