import { readFlags } from '../flags.ts';
import { type Host, isThere } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { namedEndpoints } from '../named-urls.ts';
import { processesOf } from '../processes.ts';
import { readUnit } from '../systemd-unit.ts';
import { absent, type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { at, listOf, readYaml, textOf, textsOf } from '../yaml-values.ts';

/** k0s: a child process; its flags follow from k0s.yaml, its certificates are in the data directory. */
export const k0s: Distribution = { id: 'k0s', name: 'k0s', look };

const distribution = 'k0s';

function look(host: Host): Candidate[] {
  const unit = readFlags(readUnit(host, 'k0scontroller.service')?.words ?? []);
  const config = unit.config ?? '/etc/k0s/k0s.yaml';
  const data = unit['data-dir'] ?? '/var/lib/k0s';
  const read = readYaml(host, config);
  const storage = read.state === 'value' ? at(read.value, 'spec', 'storage') : undefined;
  if (textOf(at(storage, 'type')) === 'kine')
    return [
      candidate(config, {
        state: 'not-etcd',
        reason: 'k0s keeps its data in a database through kine: there is no etcd',
      }),
    ];
  const external = at(storage, 'etcd', 'externalCluster');
  if (external !== undefined && external !== null) return [candidate(config, judgeExternal(host, external))];
  const ca = `${data}/pki/etcd/ca.crt`;
  const known = host.read(ca);
  if (known.state === 'absent' && isThere(host, `${data}/bin`) && read.state !== 'value')
    return [candidate(ca, { state: 'not-etcd', reason: 'this k0s runs no etcd: run etcdoc on a controller' })];
  if (known.state !== 'text') return [candidate(ca, known.state === 'absent' ? absent : unread(ca, known))];
  // The process is the truth; what follows is what k0s starts it with.
  const running = processesOf(host, 'etcd').find(({ words }) => words.some((word) => word.includes(`${data}/`)));
  const defaults = {
    'listen-client-urls': 'https://127.0.0.1:2379',
    'data-dir': `${data}/etcd`,
    'cert-file': `${data}/pki/etcd/server.crt`,
    'key-file': `${data}/pki/etcd/server.key`,
    'peer-cert-file': `${data}/pki/etcd/peer.crt`,
    'trusted-ca-file': ca,
    'peer-trusted-ca-file': ca,
  };
  const told = running === undefined ? textsOf(at(storage, 'etcd', 'extraArgs')) : readFlags(running.words);
  const pair = { cert: `${data}/pki/apiserver-etcd-client.crt`, key: `${data}/pki/apiserver-etcd-client.key` };
  const settings = { ...defaults, ...told };
  return [
    candidate(
      running === undefined ? ca : `/proc/${running.pid}/cmdline`,
      judgeSettings(host, settings, { distribution, pairs: [pair] }),
    ),
  ];
}

function judgeExternal(host: Host, external: unknown): Verdict {
  const [cert, key] = [textOf(at(external, 'clientCertFile')), textOf(at(external, 'clientKeyFile'))];
  const ca = textOf(at(external, 'caFile'));
  const urls = listOf(at(external, 'endpoints')).flatMap((one) => textOf(one) ?? []);
  const endpoints = namedEndpoints(urls.join(','), ca !== undefined);
  const pairs = cert !== undefined && key !== undefined ? [{ cert, key }] : [];
  return judgeSettings(host, {}, { distribution: 'k0s with an etcd of its own', endpoints, ca, pairs });
}

function candidate(path: string, verdict: Verdict): Candidate {
  return { distribution, path, verdict };
}
