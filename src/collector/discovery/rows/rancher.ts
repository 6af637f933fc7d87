import { readConfigFile } from '../etcd-settings.ts';
import { readFlags } from '../flags.ts';
import { type Host, isThere } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { namedEndpoints } from '../named-urls.ts';
import { readUnit } from '../systemd-unit.ts';
import { type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { readYaml, textsOf } from '../yaml-values.ts';

/** RKE2: etcd in a static pod, described by the config file that RKE2 writes. */
export const rke2: Distribution = { id: 'rke2', name: 'RKE2', look: (host) => look(host, 'rke2', 'RKE2') };

/** K3s: the same file, but etcd only where it was asked for. */
export const k3s: Distribution = { id: 'k3s', name: 'K3s', look: (host) => look(host, 'k3s', 'K3s') };

type Flavour = 'rke2' | 'k3s';

function look(host: Host, flavour: Flavour, name: string): Candidate[] {
  const { settings, denied } = installedSettings(host, flavour);
  const data = settings['data-dir'] ?? `/var/lib/rancher/${flavour}`;
  const external = settings['datastore-endpoint'];
  const path = external === undefined ? `${data}/server/db/etcd/config` : `/etc/rancher/${flavour}/config.yaml`;
  const verdict = external === undefined ? embedded(host, path, data, name) : datastore(host, external, settings, name);
  // The data directory could have been moved by a file that may not be read.
  if (verdict.state === 'absent' && denied !== undefined)
    return [{ distribution: name, path: denied, verdict: unread(denied, { state: 'denied' }) }];
  return [{ distribution: name, path, verdict }];
}

function embedded(host: Host, path: string, data: string, name: string): Verdict {
  const read = readConfigFile(host, path);
  if (read.state === 'settings') {
    const tls = `${data}/server/tls/etcd`;
    const pairs = ['client', 'server-client'].map((stem) => ({
      cert: `${tls}/${stem}.crt`,
      key: `${tls}/${stem}.key`,
    }));
    return judgeSettings(host, read.settings, { distribution: name, pairs });
  }
  if (read.verdict.state !== 'absent') return read.verdict;
  if (isThere(host, `${data}/server/db/state.db`))
    return { state: 'not-etcd', reason: `${name} uses SQLite here: there is no etcd` };
  if (isThere(host, `${data}/server`))
    return { state: 'not-etcd', reason: `this server of ${name} runs no etcd: run etcdoc on one that does` };
  if (isThere(host, `${data}/agent`))
    return { state: 'not-etcd', reason: `this is an agent of ${name}: run etcdoc on one of its servers` };
  return read.verdict;
}

/** A datastore elsewhere: etcd, or a database behind kine. */
function datastore(host: Host, endpoint: string, settings: Readonly<Record<string, string>>, name: string): Verdict {
  if (!/^https?:/.test(endpoint)) {
    const kind = /^(\w+):/.exec(endpoint)?.[1] ?? 'another database';
    return { state: 'not-etcd', reason: `${name} keeps its data in ${kind} through kine: there is no etcd` };
  }
  const [cert, key] = [settings['datastore-certfile'], settings['datastore-keyfile']];
  return judgeSettings(
    host,
    {},
    {
      distribution: `${name} with an etcd of its own`,
      endpoints: namedEndpoints(endpoint, true),
      ca: settings['datastore-cafile'],
      pairs: cert !== undefined && key !== undefined ? [{ cert, key }] : [],
    },
  );
}

/** What the installation was told: config.yaml, then config.yaml.d in order, then the unit's environment and flags. */
function installedSettings(host: Host, flavour: Flavour) {
  const directory = `/etc/rancher/${flavour}`;
  const extra = host.list(`${directory}/config.yaml.d`).filter((file) => /\.ya?ml$/.test(file));
  const files = [`${directory}/config.yaml`, ...extra.toSorted().map((file) => `${directory}/config.yaml.d/${file}`)];
  let settings: Record<string, string> = {};
  let denied: string | undefined;
  for (const file of files) {
    const read = readYaml(host, file);
    if (read.state === 'value') settings = { ...settings, ...textsOf(read.value) };
    if (read.state === 'denied') denied ??= file;
  }
  const unit = readUnit(host, flavour === 'rke2' ? 'rke2-server.service' : 'k3s.service');
  const variable = unit?.environment[`${flavour.toUpperCase()}_DATA_DIR`];
  const { d: short, ...flags } = readFlags(unit?.words ?? []);
  const moved = flags['data-dir'] ?? short ?? settings['data-dir'] ?? variable;
  const external = flags['datastore-endpoint'] ?? settings['datastore-endpoint'];
  return {
    denied,
    settings: {
      ...settings,
      ...(moved !== undefined && { 'data-dir': moved }),
      ...(external !== undefined && external !== '' && { 'datastore-endpoint': external }),
    } as Readonly<Record<string, string>>,
  };
}
