import type { Board } from '../serve/board.ts';
import { type Listener, openListener } from '../serve/listener.ts';
import { errorMessage } from '../text/error-message.ts';
import { hostPort } from '../text/host.ts';
import { liveFeed } from './feed.ts';
import type { ServeSettings } from './options/serve-settings.ts';
import { type Assembly, assemble } from './serve/assembly.ts';
import { watchBetweenSamples } from './serve/between-samples.ts';
import { watchConfig } from './serve/config-watch.ts';
import { configurationFiles, readConfiguration, type ServeFlags } from './serve/configuration.ts';
import { reloading } from './serve/reload.ts';
import { takeSignals } from './serve/signals.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

export type { ServeFlags } from './serve/configuration.ts';

/** On the way out: for answers under way, for what outputs still hold, for a reader of stdout that stalls. */
const farewell = { listenerMs: 1000, outputsMs: 3000, linesMs: 2000 };

/** The daemon: runs until a signal ends it, whatever etcd does meanwhile. */
export async function serve(flags: ServeFlags): Promise<number> {
  const started = takeSignals();
  const configuration = await readConfiguration(flags);
  const assembly = assemble(configuration);
  const { daemon, sessions, outputs, memberPage, speech } = assembly;
  const feed = await liveFeed(configuration.plan, configuration.settings.intervalSeconds)();
  outputs.open(configuration.outputs, daemon.board);
  const listener = await listen(configuration.settings, daemon.board, memberPage.text);
  sayStart(assembly, listener);

  const unwatch = watchBetweenSamples(assembly, listener);
  const reload = reloading(flags, assembly);
  const unwatchConfig = watchConfig(configurationFiles(flags), () => reload('the file changed'));
  started({ reload: () => reload('SIGHUP'), end: sessions.stop });
  try {
    await sessions.run(async () => feed);
  } finally {
    unwatch();
    unwatchConfig();
    await Promise.all([listener.close(farewell.listenerMs), outputs.close(farewell.outputsMs)]);
    speech.note('info', 'ETCD_STOP', 'ended');
    await speech.flush(farewell.linesMs);
  }
  return 0;
}

async function listen(
  { listen: address, tlsCertFile: cert, tlsKeyFile: key, tokenFile, metrics }: ServeSettings,
  board: Board,
  memberPage: () => string | undefined,
): Promise<Listener> {
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  try {
    return await openListener({ listen: address, version, tls, tokenFile, metrics }, board, { memberPage });
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

function sayStart({ inForce, speech }: Assembly, { address }: Listener): void {
  const { settings, plan } = inForce.configuration;
  const where = hostPort(address.host, address.port);
  const asked = (plan.endpoints.length > 0 ? plan.endpoints : plan.metricsUrls).join(',');
  const start = { version, listen: where, scope: settings.scope, interval: settings.intervalSeconds, endpoints: asked };
  speech.note('info', 'ETCD_START', `etcdoc ${version} listens on ${where} and asks ${asked}`, start);
}
