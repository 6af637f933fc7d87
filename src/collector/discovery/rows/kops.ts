import { readFlags } from '../flags.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { reachable, splitUrls } from '../listen-urls.ts';
import { podContainers } from '../static-pod.ts';
import { absent, type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { readYaml } from '../yaml-values.ts';

/** kOps: etcd-manager starts one etcd per purpose, each with ports of its own; the main one comes first. */
export const kops: Distribution = { id: 'kops', name: 'kOps', look };

const manifests = '/etc/kubernetes/manifests';
const pki = '/srv/kubernetes/kube-apiserver';

/** ★ The clusters that etcd-manager keeps, and their client ports where the manifest names none. */
const clusters = [
  { cluster: 'main', port: 4001 },
  { cluster: 'events', port: 4002 },
  { cluster: 'cilium', port: 4003 },
  { cluster: 'leases', port: 4004 },
] as const;

function look(host: Host): Candidate[] {
  const files = host.list(manifests).toSorted();
  const found = clusters.flatMap(({ cluster, port }): Candidate[] => {
    const file = files.find((name) => new RegExp(`^etcd-(manager-)?${cluster}\\b`).test(name));
    if (file === undefined) return [];
    const path = `${manifests}/${file}`;
    return [{ distribution: `kOps (${cluster})`, path, verdict: judge(host, path, cluster, port) }];
  });
  return found.length > 0
    ? found
    : [{ distribution: 'kOps', path: `${manifests}/etcd-manager-main*`, verdict: absent }];
}

function judge(host: Host, path: string, cluster: string, port: number): Verdict {
  const read = readYaml(host, path);
  if (read.state !== 'value') return unread(path, read);
  const container = podContainers(read.value).find(({ words }) => words.some((word) => word.includes('etcd-manager')));
  if (container === undefined)
    return { state: 'unusable', reason: `${path} has no container that starts etcd-manager` };
  // The whole start may be one line for a shell.
  const flags = readFlags(container.words.flatMap((word) => word.split(/\s+/)));
  // Names in these URLs are etcd-manager's own, its etcd listens everywhere.
  const ports = splitUrls(flags['client-urls']?.replaceAll('__name__', 'localhost')).map((url) => url.port);
  return judgeSettings(
    host,
    { 'listen-metrics-urls': reachable(container.environment.ETCD_LISTEN_METRICS_URLS).join(',') },
    {
      distribution: `kOps (${cluster})`,
      endpoints: [`https://127.0.0.1:${ports[0] || port}`],
      ca: `${pki}/etcd-ca.crt`,
      pairs: [{ cert: `${pki}/etcd-client.crt`, key: `${pki}/etcd-client.key` }],
    },
  );
}
