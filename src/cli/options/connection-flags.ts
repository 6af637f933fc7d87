import type { Command } from 'commander';
import type { Thresholds } from '../../model/monitor.ts';
import { readConfigFile } from './config-file.ts';
import type { Config } from './config-text.ts';
import { withPassword } from './connect.ts';
import { type ConnectionPlan, planConnection } from './connection-options.ts';
import { discoverWhereUnsaid } from './discovered.ts';
import { type FlagValues, readSettings } from './read-settings.ts';
import { type SettingKey, settingKeys, settings } from './settings.ts';
import { readThresholds } from './thresholds.ts';

const group = 'Connection (each has its ETCDCTL_* and ETCDOC_* variable):';

/** What commander holds of the connection flags; `expand` is how it reads --no-expand. */
export type ConnectionFlags = Readonly<Partial<Record<SettingKey, string | boolean>>> & {
  readonly expand?: boolean | undefined;
  readonly config?: string | undefined;
};

/** Gives a command the flags that etcdctl has for reaching a cluster. */
export function addConnectionFlags(command: Command): Command {
  command.optionsGroup(group);
  for (const key of settingKeys) command.option(settings[key].flag, settings[key].help);
  return command.option('--config <file>', 'config file (~/.config/etcdoc/config.yaml, /etc/etcdoc/config.yaml)');
}

/**
 * Everything that flags, variables and the config file say; asks for a password where one is missing. A replay asks no cluster: what is
 * said about connections then neither matters nor fails.
 */
export async function readConnection(flags: ConnectionFlags & { readonly replay?: string | undefined }): Promise<{
  readonly plan: ConnectionPlan;
  readonly thresholds: Thresholds | undefined;
  readonly config: Config | undefined;
}> {
  const config = await readConfigFile(flags.config, process.env);
  const thresholds = readThresholds(process.env, config);
  if (flags.replay !== undefined) return { plan: planConnection({}), thresholds, config };
  const values: FlagValues = { ...flags, noExpand: flags.expand === false };
  const settings = readSettings(values, process.env, config);
  const discovered = await discoverWhereUnsaid(settings);
  return { plan: await withPassword(planConnection(settings, discovered)), thresholds, config };
}
