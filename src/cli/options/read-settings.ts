import { UsageError } from '../usage-error.ts';
import type { Environment } from './config-file.ts';
import type { Config } from './config-text.ts';
import { flagName, isSwitch, type SettingKey, settingKeys, settings, variableSuffix } from './settings.ts';
import { ranks, type Sourced } from './sourced.ts';

/** What the command line gave, by setting: text, or true for a switch. */
export type FlagValues = Readonly<Partial<Record<SettingKey, string | boolean>>>;

export type Settings = Readonly<Partial<Record<SettingKey, Sourced<string>>>>;

/**
 * Each setting from the highest source that has it: flag, ETCDOC_*, ETCDCTL_*, config file. Discovery on the host and the default
 * endpoint stand below these, in `endpointsOf`.
 */
export function readSettings(flags: FlagValues, env: Environment, config: Config | undefined): Settings {
  const found: Partial<Record<SettingKey, Sourced<string>>> = {};
  for (const key of settingKeys) {
    const value = fromFlag(key, flags) ?? fromVariable(key, env) ?? fromConfig(key, config);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

/** Whether a switch is on; what is neither true nor false is an error. */
export function switchOf(setting: Sourced<string> | undefined): boolean {
  if (setting === undefined) return false;
  const text = setting.value.toLowerCase();
  if (['true', '1', 't', 'yes', 'on'].includes(text)) return true;
  if (['false', '0', 'f', 'no', 'off'].includes(text)) return false;
  throw new UsageError(setting.from, `${setting.value} is neither true nor false`, 'write true or false');
}

function fromFlag(key: SettingKey, flags: FlagValues): Sourced<string> | undefined {
  const value = flags[key];
  if (value === undefined || value === false) return undefined;
  return { value: String(value), from: flagName(key), rank: ranks.flag };
}

function fromVariable(key: SettingKey, env: Environment): Sourced<string> | undefined {
  for (const [prefix, rank] of [['ETCDOC', ranks.etcdoc] as const, ['ETCDCTL', ranks.etcdctl] as const]) {
    const name = `${prefix}_${variableSuffix(key)}`;
    const value = env[name];
    // An empty variable is how shells and manifests switch one off.
    if (value) return { value, from: name, rank };
  }
  return undefined;
}

function fromConfig(key: SettingKey, config: Config | undefined): Sourced<string> | undefined {
  const names = key === 'metricsUrls' ? ([settings[key].config, 'metrics_url'] as const) : [settings[key].config];
  for (const name of names) {
    const value = config?.etcd?.[name];
    if (value === undefined) continue;
    const from = config?.where(`etcd.${name}`) ?? name;
    if (isSwitch(key) !== (typeof value === 'boolean'))
      throw new UsageError(from, isSwitch(key) ? 'is neither true nor false: write true or false' : 'is no text');
    return { value: Array.isArray(value) ? value.join(',') : String(value), from, rank: ranks.config };
  }
  return undefined;
}
