import type { Host } from './host.ts';
import { unread, type Verdict } from './verdict.ts';
import { at, readYaml, textsOf } from './yaml-values.ts';

/** What an etcd was told, by the names of its flags. */
export type EtcdSettings = Readonly<Record<string, string>>;

export type SettingsRead =
  | { readonly state: 'settings'; readonly settings: EtcdSettings }
  | { readonly state: 'none'; readonly verdict: Verdict };

/** What flags and environment say, or the config file that they name: with one, etcd ignores all else. */
export function effectiveSettings(
  host: Host,
  flags: EtcdSettings,
  environment: Readonly<Record<string, string>> = {},
  hostPath: (path: string) => string = (path) => path,
): SettingsRead {
  const file = flags['config-file'] ?? environment.ETCD_CONFIG_FILE;
  if (file !== undefined) return readConfigFile(host, hostPath(file));
  return { state: 'settings', settings: withPaths({ ...fromEnvironment(environment), ...flags }, hostPath) };
}

/** An etcd config file (YAML, the keys are the names of the flags). */
export function readConfigFile(host: Host, path: string): SettingsRead {
  const read = readYaml(host, path);
  if (read.state !== 'value') return { state: 'none', verdict: unread(path, read) };
  const client = textsOf(at(read.value, 'client-transport-security'));
  const peer = textsOf(at(read.value, 'peer-transport-security'));
  const peerFlags = Object.fromEntries(Object.entries(peer).map(([key, value]) => [`peer-${key}`, value]));
  const settings = { ...textsOf(read.value), ...client, ...peerFlags };
  return { state: 'settings', settings };
}

/** `ETCD_LISTEN_CLIENT_URLS` as `listen-client-urls`. */
export function fromEnvironment(environment: Readonly<Record<string, string>>): EtcdSettings {
  const named = Object.entries(environment).filter(([name]) => name.startsWith('ETCD_'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(5).toLowerCase().replaceAll('_', '-'), value]));
}

function withPaths(settings: EtcdSettings, hostPath: (path: string) => string): EtcdSettings {
  const isPath = (name: string) => name.endsWith('-file') || name === 'data-dir';
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, isPath(name) && value !== '' ? hostPath(value) : value]),
  );
}
