import type { Environment } from './config-file.ts';
import type { Config } from './config-text.ts';
import type { ServeKey } from './serve-rows.ts';
import { ranks, type Sourced } from './sourced.ts';

/** What the Go etcdoc's name for a setting says, from its variable before the config file. */
export function fromFormer(key: ServeKey, env: Environment, config: Config | undefined): Sourced<string> | undefined {
  const row = former[key];
  if (row === undefined) return undefined;
  const said = row.variable === undefined ? undefined : env[row.variable];
  if (row.variable !== undefined && said) return { value: said, from: row.variable, rank: ranks.fallback };
  const value = config && row.of(config);
  if (value === undefined) return undefined;
  return { value: String(value), from: config?.where(row.config) ?? row.config, rank: ranks.fallback };
}

type Former = {
  /** Its key in the config file, and what that says. */
  readonly config: string;
  readonly of: (config: Config) => unknown;
  readonly variable?: string | undefined;
};

/** ★ What the Go etcdoc called a setting. */
const former: { readonly [Key in ServeKey]?: Former } = {
  metrics: { config: 'observability.enabled', of: ({ observability }) => observability?.enabled },
  listen: {
    config: 'observability.metrics_port',
    of: ({ observability }) => observability?.metrics_port && `0.0.0.0:${observability.metrics_port}`,
  },
  logFormat: { config: 'logging.format', of: ({ logging }) => logging?.format },
  reportEvery: {
    config: 'logging.diagnostic_interval',
    of: ({ logging }) => logging?.diagnostic_interval,
    variable: 'DIAGNOSTIC_INTERVAL',
  },
};
