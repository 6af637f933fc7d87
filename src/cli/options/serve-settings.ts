import { type RuleWord, ruleWords } from '../../model/rules/rule.ts';
import { type LogFormat, type LogLevel, logFormats } from '../../report/log-line.ts';
import { UsageError } from '../usage-error.ts';
import { oneOf, seconds } from './argument-parsers.ts';
import type { Environment } from './config-file.ts';
import type { Config } from './config-text.ts';
import { fromFormer } from './former-settings.ts';
import { defaultDaemonPort, type ListenAddress, parseListen } from './listen-address.ts';
import { switchOf } from './read-settings.ts';
import { type ServeKey, serveFlag, serveRows, serveVariable } from './serve-rows.ts';
import { ranks, type Sourced } from './sourced.ts';

/** What commander holds of the daemon's flags: text as it was written. */
export type ServeFlagValues = Readonly<Partial<Record<ServeKey, string | boolean | undefined>>>;

/** Everything that is said about the daemon, beside the connection and the thresholds. */
export type ServeSettings = {
  readonly scope: 'local' | 'cluster';
  readonly listen: ListenAddress;
  readonly intervalSeconds: number;
  /** History behind rates and percentiles. */
  readonly windowSeconds: number;
  readonly logFormat: LogFormat;
  /** Lines below it are not printed. */
  readonly logLevel: LogLevel;
  readonly repeatSeconds: number;
  readonly heartbeatSeconds: number;
  readonly rules: RuleWord;
  /** Seconds between full reports on stdout; undefined for none. */
  readonly reportSeconds: number | undefined;
  /** Whether /metrics is served. */
  readonly metrics: boolean;
  readonly tlsCertFile: string | undefined;
  readonly tlsKeyFile: string | undefined;
  readonly tokenFile: string | undefined;
  /** Resolves to the hosts of all daemons. */
  readonly peers: string | undefined;
};

/** Each setting from the highest source that has it: flag, ETCDOC_*, the config file's `serve:`, what the Go etcdoc called it, default. */
export function readServeSettings(flags: ServeFlagValues, env: Environment, config: Config | undefined): ServeSettings {
  const said = (key: ServeKey): Sourced<string> | undefined =>
    fromFlag(key, flags) ?? fromVariable(key, env) ?? fromConfig(key, config) ?? fromFormer(key, env, config);
  const read = <T>(key: ServeKey, parse: (from: string) => (text: string) => T): T | undefined => {
    const setting = said(key);
    return setting && parse(setting.from)(setting.value);
  };
  const metrics = said('metrics');
  return {
    scope: read('scope', (from) => oneOf(from, ['local', 'cluster'])) ?? 'local',
    listen: read('listen', (from) => (text) => parseListen(text, from)) ?? { host: '0.0.0.0', port: defaultDaemonPort },
    intervalSeconds: read('interval', (from) => seconds(from, 0.5)) ?? 15,
    windowSeconds: read('window', (from) => seconds(from, 1)) ?? 60,
    logFormat: read('logFormat', (from) => oneOf(from, logFormats)) ?? 'json',
    logLevel: config?.logging?.level ?? 'debug',
    repeatSeconds: read('repeat', (from) => seconds(from, 1)) ?? 300,
    heartbeatSeconds: read('heartbeat', (from) => seconds(from, 1)) ?? 3600,
    rules: read('rules', (from) => oneOf(from, ruleWords)) ?? 'etcdoc',
    reportSeconds: read('reportEvery', (from) => seconds(from, 1)),
    metrics: metrics === undefined ? true : switchOf(metrics),
    ...filesOf(said),
    peers: read('peers', (from) => (text) => hostName(text, from)),
  };
}

function hostName(text: string, from: string): string {
  if (/^[\w.:-]+$/.test(text)) return text;
  throw new UsageError(from, `${text} is no host name`, 'write the name alone, as etcdoc.kube-system.svc');
}

/** The listener's own certificate and key go together. */
function filesOf(said: (key: ServeKey) => Sourced<string> | undefined) {
  const [cert, key, token] = [said('tlsCertFile'), said('tlsKeyFile'), said('tokenFile')];
  if (cert && !key) throw new UsageError(cert.from, 'the certificate has no key', 'give its key with --tls-key-file');
  if (key && !cert)
    throw new UsageError(key.from, 'the key has no certificate', 'give its certificate with --tls-cert-file');
  return { tlsCertFile: cert?.value, tlsKeyFile: key?.value, tokenFile: token?.value };
}

function fromFlag(key: ServeKey, flags: ServeFlagValues): Sourced<string> | undefined {
  const value = flags[key];
  // True is how commander reads a flag that switches off and was not given.
  if (value === undefined || value === true) return undefined;
  return { value: String(value), from: serveFlag(key), rank: ranks.flag };
}

function fromVariable(key: ServeKey, env: Environment): Sourced<string> | undefined {
  const name = serveVariable(key);
  const value = env[name];
  return value ? { value, from: name, rank: ranks.etcdoc } : undefined;
}

function fromConfig(key: ServeKey, config: Config | undefined): Sourced<string> | undefined {
  const name = serveRows[key].config;
  const value = config?.serve?.[name];
  if (value === undefined) return undefined;
  return { value: String(value), from: config?.where(`serve.${name}`) ?? name, rank: ranks.config };
}
