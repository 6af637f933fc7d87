import { effectiveSettings } from '../etcd-settings.ts';
import { readFlags } from '../flags.ts';
import { type Host, isThere } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { podContainers } from '../static-pod.ts';
import { absent, type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';
import { readYaml } from '../yaml-values.ts';

const manifest = '/etc/kubernetes/manifests/etcd.yaml';

/** kubeadm, and what is made with it: a static pod whose command line holds the truth. */
export const kubeadm: Distribution = {
  id: 'kubeadm',
  name: 'kubeadm',
  look: (host) => [{ distribution: 'kubeadm', path: manifest, verdict: judgeManifest(host, 'kubeadm') }],
};

/** The same manifest with certificates in minikube's own place. */
export const minikube = marked('minikube', 'minikube', '/var/lib/minikube/certs');

/** The same manifest inside the container that is the node. */
export const kind = marked('kind', 'kind', '/kind');

/** The same manifest on Bottlerocket, where certificates are elsewhere. */
export const eksAnywhere = marked('eks-anywhere', 'EKS Anywhere on Bottlerocket', '/var/lib/kubeadm/pki');

function marked(id: string, name: string, marker: string): Distribution {
  const look = (host: Host): Candidate[] => {
    if (!isThere(host, marker)) return [{ distribution: name, path: marker, verdict: absent }];
    return [{ distribution: name, path: manifest, verdict: judgeManifest(host, name) }];
  };
  return { id, name, handledAs: kubeadm.id, look };
}

function judgeManifest(host: Host, distribution: string): Verdict {
  const read = readYaml(host, manifest);
  if (read.state !== 'value') return unread(manifest, read);
  const container = podContainers(read.value).find(({ words }) => words.some((word) => /(^|\/)etcd$/.test(word)));
  if (container === undefined) return { state: 'unusable', reason: `${manifest} has no container that starts etcd` };
  const { words, environment, hostPath } = container;
  const effective = effectiveSettings(host, readFlags(words), environment, hostPath);
  return effective.state === 'none' ? effective.verdict : judgeSettings(host, effective.settings, { distribution });
}
