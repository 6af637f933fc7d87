import { readFlags } from '../flags.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { namedEndpoints } from '../named-urls.ts';
import { fileSystemOf, processesOf } from '../processes.ts';
import { podContainers } from '../static-pod.ts';
import { absent, type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { readYaml } from '../yaml-values.ts';

const distribution = 'kube-apiserver';

/** ★ Where API servers have their manifests. */
const manifests = [
  '/etc/kubernetes/manifests/kube-apiserver.yaml',
  '/etc/kubernetes/manifests/kube-apiserver.manifest',
  '/etc/kubernetes/manifests/kube-apiserver-pod.yaml',
  '/var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml',
] as const;

/** The API server is a client of etcd: whoever runs etcd, and wherever, it knows how it is reached. */
export const apiserver: Distribution = {
  id: 'kube-apiserver',
  name: distribution,
  look: (host) => {
    const looked = manifests.map((path): Candidate => ({ distribution, path, verdict: judgeManifest(host, path) }));
    const running = processesOf(host, 'kube-apiserver').map(
      (one): Candidate => ({
        distribution,
        path: `/proc/${one.pid}/cmdline`,
        verdict: judgeFlags(fileSystemOf(host, one), one.words),
      }),
    );
    const there = [...looked, ...running].filter(({ verdict }) => verdict.state !== 'absent');
    return there.length > 0 ? there : looked.slice(0, 1);
  },
};

function judgeManifest(host: Host, path: string): Verdict {
  const read = readYaml(host, path);
  if (read.state !== 'value') return unread(path, read);
  const containers = podContainers(read.value);
  const server = containers.find(({ words }) => words.some((word) => word.includes('--etcd-servers')));
  if (server === undefined) return { state: 'unusable', reason: `${path} names no --etcd-servers` };
  // The start may be one line for a shell.
  return judgeFlags(
    host,
    server.words.flatMap((word) => word.split(/\s+/)),
    server.hostPath,
  );
}

function judgeFlags(host: Host, words: readonly string[], hostPath = (path: string) => path): Verdict {
  const flags = readFlags(words);
  const servers = flags['etcd-servers'];
  if (servers === undefined) return absent;
  if (servers.startsWith('unix:'))
    return { state: 'not-etcd', reason: 'the API server talks to kine or dqlite: there is no etcd' };
  const path = (name: string) => (flags[name] === undefined ? undefined : hostPath(flags[name]));
  const [cert, key] = [path('etcd-certfile'), path('etcd-keyfile')];
  return judgeSettings(
    host,
    {},
    {
      distribution,
      endpoints: namedEndpoints(servers, true),
      ca: path('etcd-cafile'),
      pairs: cert !== undefined && key !== undefined ? [{ cert, key }] : [],
    },
  );
}
