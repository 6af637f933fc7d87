import { readEnvironment } from '../environment-file.ts';
import { effectiveSettings, readConfigFile } from '../etcd-settings.ts';
import { readFlags } from '../flags.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { readUnit } from '../systemd-unit.ts';
import { absent, type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { judgeEnvironment } from './environment.ts';

/** A service of systemd: its start line, its environment and the files that hold it; Debian's and Red Hat's packages among them. */
export const systemd: Distribution = {
  id: 'systemd',
  name: 'systemd',
  look: (host) => {
    const unit = readUnit(host, 'etcd.service');
    if (unit === undefined)
      return [{ distribution: 'systemd', path: '/etc/systemd/system/etcd.service', verdict: absent }];
    const { denied } = unit;
    const effective = effectiveSettings(host, readFlags(unit.words), unit.environment);
    const judged =
      effective.state === 'none'
        ? effective.verdict
        : judgeSettings(host, effective.settings, { distribution: 'systemd' });
    const verdict = denied === undefined ? judged : unread(denied, { state: 'denied' });
    return [{ distribution: 'systemd', path: unit.environmentFiles.at(-1) ?? unit.path, verdict }];
  },
};

/** Debian's package: the file its service takes the environment from. */
export const debian = environmentFile('debian', 'Debian', '/etc/default/etcd');

/** Red Hat's package: the same, elsewhere. */
export const redHat = environmentFile('red-hat', 'Red Hat', '/etc/etcd/etcd.conf');

/** An etcd config file in one of its usual places. */
export const configFile: Distribution = {
  id: 'config-file',
  name: 'etcd config file',
  look: (host) => {
    const places = ['/etc/etcd/etcd.conf.yml', '/etc/etcd/etcd.conf.yaml', '/etc/etcd/etcd.yml', '/etc/etcd/etcd.yaml'];
    const looked = places.map(
      (path): Candidate => ({ distribution: 'etcd config file', path, verdict: judgeFile(host, path) }),
    );
    const there = looked.filter(({ verdict }) => verdict.state !== 'absent');
    return there.length > 0 ? there : looked.slice(0, 1);
  },
};

function judgeFile(host: Host, path: string): Verdict {
  const read = readConfigFile(host, path);
  return read.state === 'none'
    ? read.verdict
    : judgeSettings(host, read.settings, { distribution: 'etcd config file' });
}

function environmentFile(id: string, name: string, path: string): Distribution {
  const look = (host: Host): Candidate[] => {
    const read = host.read(path);
    const verdict =
      read.state === 'text' ? judgeEnvironment(host, readEnvironment(read.text), name) : unread(path, read);
    return [{ distribution: name, path, verdict }];
  };
  return { id, name, look };
}
