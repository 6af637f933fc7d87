import { readEnvironment } from '../environment-file.ts';
import type { Host } from '../host.ts';
import { certificateFiles } from '../judge-settings.ts';
import { type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { judgeEnvironment } from './environment.ts';

/** OpenShift: the operator's script for etcdctl, whose paths are those inside the pod. */
export const openshift: Distribution = { id: 'openshift', name: 'OpenShift', look };

const resources = '/etc/kubernetes/static-pod-resources/etcd-certs';
const script = `${resources}/configmaps/etcd-scripts/etcd.env`;
const manifest = '/etc/kubernetes/manifests/etcd-pod.yaml';

function look(host: Host): Candidate[] {
  const read = host.read(script);
  const verdict = read.state === 'text' ? judge(host, read.text) : unread(script, read);
  return [{ distribution: 'OpenShift', path: script, verdict }];
}

function judge(host: Host, text: string): Verdict {
  const told = readEnvironment(text);
  const onHost = Object.entries(told).map(([name, value]) => [
    name,
    value.replace(/^\/etc\/kubernetes\/static-pod-certs(?=\/)/, resources),
  ]);
  const environment = Object.fromEntries(onHost) as Record<string, string>;
  const verdict = judgeEnvironment(host, environment, 'OpenShift');
  if (verdict.state !== 'parsed') return verdict;
  const port = metricsPort(host);
  // One certificate is etcd's own for peers and clients of this node.
  const { ETCDCTL_CACERT: ca, ETCDCTL_CERT: cert } = environment;
  const found = {
    ...verdict.found,
    dataDir: host.path('/var/lib/etcd'),
    metricsUrls:
      port === undefined
        ? []
        : verdict.found.endpoints.map((url) => `https://${new URL(url).hostname}:${port}/metrics`),
    certificateFiles: certificateFiles(host, [
      ['CA', ca],
      ['client certificate', cert],
    ]),
  };
  return { state: 'parsed', found };
}

/** The port of the metrics listener, which the pod's script names together with an address that means every one. */
function metricsPort(host: Host): string | undefined {
  const read = host.read(manifest);
  return read.state === 'text' ? /--listen-metrics-urls=https:\/\/\S+?:(\d+)/.exec(read.text)?.[1] : undefined;
}
