import type { Thresholds } from '../../model/monitor.ts';
import { type OutputsConfig, outputKeys } from '../../serve/outputs/outputs.ts';
import { configCandidates } from '../options/config-file.ts';
import { type ConnectionFlags, readConnection } from '../options/connection-flags.ts';
import type { ConnectionPlan } from '../options/connection-options.ts';
import { readServeSettings, type ServeFlagValues, type ServeSettings } from '../options/serve-settings.ts';
import type { DaemonSettings } from './daemon.ts';

/** Everything that flags, variables and the config file say about the daemon at one moment. */
export type Configuration = {
  readonly settings: ServeSettings;
  readonly plan: ConnectionPlan;
  readonly thresholds: Thresholds | undefined;
  readonly outputs: OutputsConfig;
};

export type ServeFlags = ConnectionFlags & ServeFlagValues;

export async function readConfiguration(flags: ServeFlags): Promise<Configuration> {
  const { plan, thresholds, config } = await readConnection(flags);
  const outputs: OutputsConfig = Object.fromEntries(outputKeys.map((key) => [key, config?.serve?.[key]]));
  const settings = readServeSettings(flags, process.env, config);
  return { settings, plan: { ...plan, daemons: likeUs(plan, settings) }, thresholds, outputs };
}

/** The daemons beside the other members are as this one is: they listen on its port and want its token, unless others are named. */
function likeUs({ daemons, daemonPortSaid }: ConnectionPlan, settings: ServeSettings): ConnectionPlan['daemons'] {
  if (daemons === undefined) return undefined;
  const port = daemonPortSaid ? daemons.port : settings.listen.port;
  // A token that is kept by TLS here goes nowhere without it.
  const kept = settings.tlsCertFile !== undefined && daemons.ca === undefined;
  return { ...daemons, port, tokenFile: daemons.tokenFile ?? (kept ? undefined : settings.tokenFile) };
}

/** The files whose change is a change of the configuration. */
export function configurationFiles(flags: ServeFlags): readonly string[] {
  return configCandidates(flags.config, process.env).map(({ file }) => file);
}

/** What the daemon itself goes by. */
export function daemonSettings({ settings, thresholds, plan }: Configuration): DaemonSettings {
  return { ...settings, thresholds, distribution: plan.distribution };
}
