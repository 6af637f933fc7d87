import { readEnvironment } from '../environment-file.ts';
import { effectiveSettings } from '../etcd-settings.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { namedEndpoints } from '../named-urls.ts';
import { type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';

/** kubespray: one environment file for etcd and etcdctl alike. */
export const kubespray = fromFiles('kubespray', 'kubespray', ['/etc/etcd.env']);

/** kubespray's second cluster, for Kubernetes events. */
export const kubesprayEvents = fromFiles('kubespray-events', 'kubespray (events)', ['/etc/etcd-events.env']);

/** etcdadm, which EKS Anywhere uses for etcd machines of their own: a file for etcdctl, another for etcd. */
export const etcdadm = fromFiles('etcdadm', 'etcdadm', ['/etc/etcd/etcdctl.env', '/etc/etcd/etcd.env']);

/** The first file decides whether the distribution is here; the others add to it. */
function fromFiles(id: string, name: string, files: readonly [string, ...string[]]): Distribution {
  const look = (host: Host): Candidate[] => {
    const [path, ...others] = files;
    const first = host.read(path);
    if (first.state !== 'text') return [{ distribution: name, path, verdict: unread(path, first) }];
    const texts = others.map((file) => host.read(file)).flatMap((read) => (read.state === 'text' ? [read.text] : []));
    const environment = Object.assign({}, ...[...texts, first.text].map(readEnvironment)) as Record<string, string>;
    return [{ distribution: name, path, verdict: judgeEnvironment(host, environment, name) }];
  };
  return { id, name, look };
}

/** How an environment for etcd (`ETCD_*`) and for etcdctl (`ETCDCTL_*`, which may be part of it) says etcd is reached. */
export function judgeEnvironment(
  host: Host,
  environment: Readonly<Record<string, string>>,
  distribution: string,
): Verdict {
  const effective = effectiveSettings(host, {}, environment);
  if (effective.state === 'none') return effective.verdict;
  const {
    ETCDCTL_ENDPOINTS: list,
    ETCDCTL_CACERT,
    ETCDCTL_CA_FILE,
    ETCDCTL_CERT: cert,
    ETCDCTL_KEY: key,
  } = environment;
  const ca = ETCDCTL_CACERT ?? ETCDCTL_CA_FILE;
  const endpoints = namedEndpoints(list, ca !== undefined);
  return judgeSettings(host, effective.settings, {
    distribution,
    endpoints: endpoints.length > 0 ? endpoints : undefined,
    ca,
    pairs: cert !== undefined && key !== undefined ? [{ cert, key }] : [],
  });
}
