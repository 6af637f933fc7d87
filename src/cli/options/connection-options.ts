import type { Connection, TlsFiles } from '../../collector/connection.ts';
import { UsageError } from '../usage-error.ts';
import type { Discovered } from './discovered.ts';
import { longestMs, parseDuration } from './duration.ts';
import { normaliseEndpoint, normaliseMetricsUrl } from './endpoint.ts';
import { defaultDaemonPort } from './listen-address.ts';
import { type Settings, switchOf } from './read-settings.ts';
import type { Sourced } from './sourced.ts';
import { checkReadable, checkTls } from './tls-files.ts';
import { type User, userOf } from './user.ts';

/** A connection that is settled but for what only the network or a person can tell: SRV records and a password. */
export type ConnectionPlan = Omit<Connection, 'user'> & {
  readonly user: User | undefined;
  /** The distribution that discovery found here, by its id. */
  readonly distribution?: string | undefined;
  /** Whether somebody said at which port the daemons are. */
  readonly daemonPortSaid: boolean;
  /** Endpoints come from these SRV records instead. */
  readonly srv?: { readonly domain: Sourced<string>; readonly name?: string | undefined } | undefined;
};

const defaultEndpoint = 'http://127.0.0.1:2379';
/** Where most installers have etcd serve metrics without TLS; asked only when nothing at all is known. */
const defaultMetricsUrl = 'http://127.0.0.1:2381/metrics';
const defaultDialTimeoutMs = 2000;
const defaultCommandTimeoutMs = 5000;

/** What the settings say about reaching the cluster, and below them what discovery found. Asks nobody; files named must be readable. */
export function planConnection(settings: Settings, discovered?: Discovered): ConnectionPlan {
  checkTls(settings);
  const tls = tlsOf(settings, discovered);
  return {
    endpoints: endpointsOf(settings, discovered),
    origin: discovered?.origin,
    distribution: discovered?.distribution,
    srv: srvOf(settings),
    tls,
    certificateFiles: certificateFilesOf(tls, discovered),
    user: userOf(settings.user, settings.password),
    dialTimeoutMs: durationOf(settings.dialTimeout) ?? defaultDialTimeoutMs,
    commandTimeoutMs: durationOf(settings.commandTimeout) ?? defaultCommandTimeoutMs,
    metricsUrls: metricsUrlsOf(settings, discovered),
    daemons: daemonsOf(settings),
    daemonPortSaid: settings.daemonPort !== undefined,
    expand: !switchOf(settings.noExpand),
  };
}

/** The endpoints in order of precedence: what was given, what discovery found, the default. An empty list is none at all. */
function endpointsOf(settings: Settings, discovered: Discovered | undefined): readonly string[] {
  if (settings.endpoints?.value === '') {
    if (settings.metricsUrls) return [];
    throw new UsageError(settings.endpoints.from, 'there is nothing to ask', 'name an endpoint, or metrics_urls');
  }
  const { cacert, cert, key } = settings;
  const secure = (cacert ?? cert ?? key) !== undefined || switchOf(settings.insecureSkipTlsVerify);
  const given = listOf(settings.endpoints, (text, from) => normaliseEndpoint(text, secure, from));
  if (given.length > 0) return given;
  if (discovered?.found !== undefined) return discovered.found.endpoints;
  return [secure ? defaultEndpoint.replace('http:', 'https:') : defaultEndpoint];
}

/** Certificate and key go together: a given pair, or the one that was found. */
function tlsOf(settings: Settings, discovered: Discovered | undefined): TlsFiles {
  const found = discovered?.found?.tls;
  const pair = (settings.cert ?? settings.key) ? undefined : found;
  return {
    ca: settings.cacert?.value ?? found?.ca,
    cert: settings.cert?.value ?? pair?.cert,
    key: settings.key?.value ?? pair?.key,
    insecureSkipVerify: switchOf(settings.insecureSkipTlsVerify),
  };
}

function metricsUrlsOf(settings: Settings, discovered: Discovered | undefined): readonly string[] {
  const given = listOf(settings.metricsUrls, normaliseMetricsUrl);
  if (given.length > 0 || discovered === undefined) return given;
  return discovered.found?.metricsUrls ?? [defaultMetricsUrl];
}

function daemonsOf({ daemonPort, daemonCacert, daemonTokenFile }: Settings): Connection['daemons'] {
  for (const file of [daemonCacert, daemonTokenFile]) if (file !== undefined) checkReadable(file);
  const port = daemonPort === undefined ? defaultDaemonPort : Number(daemonPort.value);
  if (daemonPort && (!/^\d{1,5}$/.test(daemonPort.value) || port > 65_535))
    throw new UsageError(daemonPort.from, `${daemonPort.value} is no port`, 'write 8080, or 0 to ask no daemon');
  return port === 0 ? undefined : { port, ca: daemonCacert?.value, tokenFile: daemonTokenFile?.value };
}

/** Those in use, then those that were found beside them. */
function certificateFilesOf(
  { ca, cert }: TlsFiles,
  discovered: Discovered | undefined,
): Connection['certificateFiles'] {
  const used = [
    { what: 'CA', path: ca },
    { what: 'client certificate', path: cert },
  ].flatMap(({ what, path }) => (path === undefined ? [] : [{ what, path }]));
  const { certificateFiles = [], unreadFiles = [] } = discovered?.found ?? {};
  const others = [...certificateFiles, ...unreadFiles];
  return [...used, ...others.filter(({ path }) => used.every((one) => one.path !== path))];
}

function srvOf(settings: Settings): ConnectionPlan['srv'] {
  const { discoverySrv: domain, endpoints, discoverySrvName } = settings;
  if (domain === undefined || (endpoints !== undefined && endpoints.rank > domain.rank)) return undefined;
  return { domain, name: discoverySrvName?.value };
}

function listOf(setting: Sourced<string> | undefined, read: (text: string, from: string) => string): readonly string[] {
  if (setting === undefined) return [];
  return [...new Set(setting.value.split(',').map((text) => read(text, setting.from)))];
}

function durationOf(setting: Sourced<string> | undefined): number | undefined {
  if (setting === undefined) return undefined;
  const ms = parseDuration(setting.value);
  if (ms === undefined)
    throw new UsageError(setting.from, `${setting.value} is no duration`, 'write it with a unit, as 5s or 500ms');
  if (ms < 1) throw new UsageError(setting.from, `${setting.value} is too short`, 'write 1ms or more');
  if (ms > longestMs) throw new UsageError(setting.from, `${setting.value} is too long`, 'write 288h or less');
  return ms;
}
