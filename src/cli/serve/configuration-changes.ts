import type { ServeSettings } from '../options/serve-settings.ts';
import type { Configuration } from './configuration.ts';

type Part = {
  readonly what: string;
  readonly of: (configuration: Configuration) => unknown;
  /** The settings that keep their value until a restart. */
  readonly fixed?: readonly (keyof ServeSettings)[];
};

const setting = (what: string, ...keys: readonly (keyof ServeSettings)[]): Part => ({
  what,
  of: ({ settings }) => keys.map((key) => settings[key]),
});

const fixed = (what: string, ...keys: readonly (keyof ServeSettings)[]): Part => ({
  ...setting(what, ...keys),
  fixed: keys,
});

/** ★ What a change is about, in words, and whether it is in force without a restart. */
const parts: readonly Part[] = [
  { what: 'thresholds', of: ({ thresholds }) => thresholds ?? null },
  { what: 'connection', of: ({ plan }) => plan },
  { what: 'outputs', of: ({ outputs }) => outputs },
  setting('rules', 'rules'),
  setting('scope', 'scope'),
  setting('interval', 'intervalSeconds'),
  setting('window', 'windowSeconds'),
  setting('repeat', 'repeatSeconds'),
  setting('heartbeat', 'heartbeatSeconds'),
  setting('report_every', 'reportSeconds'),
  setting('peers', 'peers'),
  setting('log format and level', 'logFormat', 'logLevel'),
  fixed('listen', 'listen'),
  fixed('metrics', 'metrics'),
  fixed('tls_cert_file, tls_key_file, token_file', 'tlsCertFile', 'tlsKeyFile', 'tokenFile'),
];

/** What differs, in words: in force at once, or only after a restart. */
export type Changes = { readonly now: readonly string[]; readonly later: readonly string[] };

export function changesBetween(old: Configuration, fresh: Configuration): Changes {
  const changed = parts.filter(({ of }) => JSON.stringify(of(old)) !== JSON.stringify(of(fresh)));
  return {
    now: changed.filter((part) => !part.fixed).map(({ what }) => what),
    later: changed.filter((part) => part.fixed).map(({ what }) => what),
  };
}

/** The fresh configuration with what the old one keeps until a restart. */
export function takenOver(old: Configuration, fresh: Configuration): Configuration {
  const kept = parts.flatMap((part) => part.fixed ?? []).map((key) => [key, old.settings[key]]);
  return { ...fresh, settings: { ...fresh.settings, ...Object.fromEntries(kept) } };
}
