/** A host of the fixtures: what its tree lacks (certificates, processes), and what discovery must say of it. */
export type HostRow = {
  readonly tree: string;
  /** Certificate of an authority. */
  readonly ca?: string | undefined;
  /** Stems of pairs that clients may use; `.pem` pairs end in `-key.pem`. */
  readonly clients?: readonly string[] | undefined;
  /** Stems of pairs for servers alone. */
  readonly servers?: readonly string[] | undefined;
  readonly processes?: readonly HostProcess[] | undefined;
  readonly found?: Expected | undefined;
  /** Part of what a person is told to do when nothing was found. */
  readonly advice?: string | undefined;
  /** Words of the text output. */
  readonly says?: readonly string[] | undefined;
};

export type HostProcess = {
  readonly pid: number;
  readonly words: readonly string[];
  readonly environment?: readonly string[] | undefined;
  /** Name spaces, by default those of the host's first process. */
  readonly ns?: string | undefined;
};

type Expected = {
  readonly distribution: string;
  readonly path: string;
  readonly endpoints: readonly string[];
  readonly metricsUrls?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly dataDir?: string;
  /** What of which the end is known, in order. */
  readonly certificates?: readonly string[];
};

const loopback = ['https://127.0.0.1:2379'];
const plainMetrics = 'http://127.0.0.1:2381/metrics';
const rancher = (data: string) => `${data}/server/tls/etcd`;
const pair = (stem: string) => ({ cert: `${stem}.crt`, key: `${stem}.key` });
const kubeadmPki = '/etc/kubernetes/pki/etcd';
const talosFlags = ['--listen-client-urls=https://10.0.0.5:2379', '--cert-file=/system/secrets/etcd/server.crt'];

/** ★ One row per tree. */
export const hosts: readonly HostRow[] = [
  {
    tree: 'rke2',
    ca: `${rancher('/var/lib/rancher/rke2')}/server-ca.crt`,
    clients: ['client', 'server-client', 'peer-server-client'].map(
      (name) => `${rancher('/var/lib/rancher/rke2')}/${name}`,
    ),
    found: {
      distribution: 'RKE2',
      path: '/var/lib/rancher/rke2/server/db/etcd/config',
      endpoints: loopback,
      metricsUrls: [plainMetrics, 'https://127.0.0.1:2382/metrics'],
      ...pair(`${rancher('/var/lib/rancher/rke2')}/client`),
      dataDir: '/var/lib/rancher/rke2/server/db/etcd',
      certificates: ['CA', 'client certificate', 'server certificate', 'peer certificate'],
    },
  },
  {
    tree: 'rke2-moved',
    ca: `${rancher('/srv/rke2')}/server-ca.crt`,
    clients: [`${rancher('/srv/rke2')}/client`],
    found: {
      distribution: 'RKE2',
      path: '/srv/rke2/server/db/etcd/config',
      endpoints: ['https://[::1]:2379'],
      metricsUrls: ['http://[::1]:2381/metrics', 'https://[::1]:2382/metrics'],
      ...pair(`${rancher('/srv/rke2')}/client`),
      dataDir: '/srv/rke2/server/db/etcd',
    },
  },
  {
    tree: 'k3s',
    ca: `${rancher('/var/lib/rancher/k3s')}/server-ca.crt`,
    // Before client.crt there was only the server's.
    clients: [`${rancher('/var/lib/rancher/k3s')}/server-client`],
    found: {
      distribution: 'K3s',
      path: '/var/lib/rancher/k3s/server/db/etcd/config',
      endpoints: loopback,
      metricsUrls: [plainMetrics, 'https://127.0.0.1:2382/metrics'],
      ...pair(`${rancher('/var/lib/rancher/k3s')}/server-client`),
      dataDir: '/var/lib/rancher/k3s/server/db/etcd',
      certificates: ['CA', 'client certificate'],
    },
  },
  {
    tree: 'k3s-moved-by-unit',
    ca: `${rancher('/data/k3s')}/server-ca.crt`,
    clients: [`${rancher('/data/k3s')}/client`],
    found: {
      distribution: 'K3s',
      path: '/data/k3s/server/db/etcd/config',
      endpoints: loopback,
      metricsUrls: [plainMetrics, 'https://127.0.0.1:2382/metrics'],
      ...pair(`${rancher('/data/k3s')}/client`),
      dataDir: '/data/k3s/server/db/etcd',
    },
  },
  { tree: 'k3s-sqlite', advice: 'K3s uses SQLite here: there is no etcd' },
  { tree: 'k3s-mysql', advice: 'K3s keeps its data in mysql through kine: there is no etcd' },
  { tree: 'k3s-agent', advice: 'this is an agent of K3s: run etcdoc on one of its servers' },
  {
    tree: 'k3s-external-etcd',
    ca: '/etc/k3s-etcd/ca.crt',
    clients: ['/etc/k3s-etcd/client'],
    found: {
      distribution: 'K3s with an etcd of its own',
      path: '/etc/rancher/k3s/config.yaml',
      endpoints: ['https://10.1.0.1:2379', 'https://10.1.0.2:2379', 'https://10.1.0.3:2379'],
      ...pair('/etc/k3s-etcd/client'),
    },
  },
  {
    tree: 'kubeadm',
    ca: `${kubeadmPki}/ca.crt`,
    clients: ['healthcheck-client', 'server', 'peer', '../apiserver-etcd-client'].map(
      (name) => `${kubeadmPki}/${name}`,
    ),
    found: {
      distribution: 'kubeadm',
      path: '/etc/kubernetes/manifests/etcd.yaml',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      ...pair(`${kubeadmPki}/healthcheck-client`),
      dataDir: '/var/lib/etcd',
      certificates: ['CA', 'client certificate', 'server certificate', 'peer certificate'],
    },
  },
  {
    tree: 'kind',
    ca: `${kubeadmPki}/ca.crt`,
    clients: ['/etc/kubernetes/pki/apiserver-etcd-client'],
    found: {
      distribution: 'kind',
      path: '/etc/kubernetes/manifests/etcd.yaml',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      ...pair('/etc/kubernetes/pki/apiserver-etcd-client'),
      dataDir: '/var/lib/etcd',
    },
  },
  {
    tree: 'minikube',
    ca: '/var/lib/minikube/certs/etcd/ca.crt',
    clients: ['/var/lib/minikube/certs/etcd/healthcheck-client'],
    found: {
      distribution: 'minikube',
      path: '/etc/kubernetes/manifests/etcd.yaml',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      ...pair('/var/lib/minikube/certs/etcd/healthcheck-client'),
      dataDir: '/var/lib/minikube/etcd',
    },
  },
  {
    tree: 'eks-anywhere',
    ca: '/var/lib/kubeadm/pki/etcd/ca.crt',
    clients: ['/var/lib/kubeadm/pki/etcd/healthcheck-client'],
    found: {
      distribution: 'EKS Anywhere on Bottlerocket',
      path: '/etc/kubernetes/manifests/etcd.yaml',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      ...pair('/var/lib/kubeadm/pki/etcd/healthcheck-client'),
      dataDir: '/var/lib/etcd',
    },
  },
  {
    tree: 'k0s',
    ca: '/var/lib/k0s/pki/etcd/ca.crt',
    clients: ['/var/lib/k0s/pki/apiserver-etcd-client'],
    servers: ['/var/lib/k0s/pki/etcd/server', '/var/lib/k0s/pki/etcd/peer'],
    found: {
      distribution: 'k0s',
      path: '/var/lib/k0s/pki/etcd/ca.crt',
      endpoints: loopback,
      ...pair('/var/lib/k0s/pki/apiserver-etcd-client'),
      dataDir: '/var/lib/k0s/etcd',
      certificates: ['CA', 'client certificate', 'server certificate', 'peer certificate'],
    },
  },
  {
    tree: 'k0s-moved',
    ca: '/opt/k0s/data/pki/etcd/ca.crt',
    clients: ['/opt/k0s/data/pki/apiserver-etcd-client'],
    found: {
      distribution: 'k0s',
      path: '/opt/k0s/data/pki/etcd/ca.crt',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      ...pair('/opt/k0s/data/pki/apiserver-etcd-client'),
      dataDir: '/opt/k0s/data/etcd',
    },
  },
  { tree: 'k0s-kine', advice: 'k0s keeps its data in a database through kine: there is no etcd' },
  {
    tree: 'k0s-external',
    ca: '/etc/pki/etcd/ca.crt',
    clients: ['/etc/pki/etcd/client'],
    found: {
      distribution: 'k0s with an etcd of its own',
      path: '/etc/k0s/k0s.yaml',
      endpoints: ['https://10.2.0.1:2379', 'https://10.2.0.2:2379'],
      ...pair('/etc/pki/etcd/client'),
    },
  },
  {
    tree: 'kubespray',
    ca: '/etc/ssl/etcd/ssl/ca.pem',
    clients: ['/etc/ssl/etcd/ssl/admin-node1.pem', '/etc/ssl/etcd/ssl/member-node1.pem'],
    found: {
      distribution: 'kubespray',
      path: '/etc/etcd.env',
      endpoints: loopback,
      metricsUrls: [plainMetrics],
      cert: '/etc/ssl/etcd/ssl/admin-node1.pem',
      key: '/etc/ssl/etcd/ssl/admin-node1-key.pem',
      dataDir: '/var/lib/etcd',
      certificates: ['CA', 'client certificate', 'server certificate'],
    },
    says: ['* found     kubespray  ', '  found     kubespray (events)'],
  },
  {
    tree: 'kubespray-events',
    ca: '/etc/ssl/etcd/ssl/ca.pem',
    clients: ['/etc/ssl/etcd/ssl/admin-node1.pem'],
    found: {
      distribution: 'kubespray (events)',
      path: '/etc/etcd-events.env',
      endpoints: ['https://127.0.0.1:2383'],
      cert: '/etc/ssl/etcd/ssl/admin-node1.pem',
      key: '/etc/ssl/etcd/ssl/admin-node1-key.pem',
      dataDir: '/var/lib/etcd-events',
    },
  },
  {
    tree: 'etcdadm',
    ca: '/etc/etcd/pki/ca.crt',
    clients: ['/etc/etcd/pki/etcdctl-etcd-client', '/etc/etcd/pki/server'],
    found: {
      distribution: 'etcdadm',
      path: '/etc/etcd/etcdctl.env',
      endpoints: loopback,
      ...pair('/etc/etcd/pki/etcdctl-etcd-client'),
      dataDir: '/var/lib/etcd',
      certificates: ['CA', 'client certificate', 'server certificate'],
    },
  },
  {
    tree: 'openshift',
    ca: '/etc/kubernetes/static-pod-resources/etcd-certs/configmaps/etcd-all-bundles/server-ca-bundle.crt',
    clients: ['/etc/kubernetes/static-pod-resources/etcd-certs/secrets/etcd-all-certs/etcd-peer-master-0'],
    found: {
      distribution: 'OpenShift',
      path: '/etc/kubernetes/static-pod-resources/etcd-certs/configmaps/etcd-scripts/etcd.env',
      endpoints: ['https://10.0.0.71:2379', 'https://10.0.0.72:2379', 'https://10.0.0.73:2379'],
      metricsUrls: [71, 72, 73].map((last) => `https://10.0.0.${last}:9978/metrics`),
      ...pair('/etc/kubernetes/static-pod-resources/etcd-certs/secrets/etcd-all-certs/etcd-peer-master-0'),
      dataDir: '/var/lib/etcd',
      certificates: ['CA', 'client certificate'],
    },
  },
  {
    tree: 'kops',
    ca: '/srv/kubernetes/kube-apiserver/etcd-ca.crt',
    clients: ['/srv/kubernetes/kube-apiserver/etcd-client'],
    found: {
      distribution: 'kOps (main)',
      path: '/etc/kubernetes/manifests/etcd-main-control-plane-a.manifest',
      endpoints: ['https://127.0.0.1:4001'],
      metricsUrls: ['http://127.0.0.1:2382/metrics'],
      ...pair('/srv/kubernetes/kube-apiserver/etcd-client'),
    },
    says: ['  found     kOps (events)'],
  },
  {
    tree: 'talos',
    ca: '/system/secrets/etcd/ca.crt',
    clients: ['/system/secrets/etcd/admin'],
    servers: ['/system/secrets/etcd/server'],
    processes: [{ pid: 612, words: ['/usr/local/bin/etcd', ...talosFlags] }],
    found: {
      distribution: 'Talos',
      path: '/proc/612/cmdline',
      endpoints: ['https://10.0.0.5:2379'],
      ...pair('/system/secrets/etcd/admin'),
      dataDir: '/var/lib/etcd',
    },
  },
  {
    tree: 'k8s-snap',
    ca: `${kubeadmPki}/ca.crt`,
    clients: [`${kubeadmPki}/server`],
    found: {
      distribution: 'Canonical Kubernetes',
      path: '/var/snap/k8s/common/args/etcd',
      endpoints: loopback,
      ...pair(`${kubeadmPki}/server`),
      dataDir: '/var/snap/k8s/common/var/lib/etcd/data',
    },
  },
  { tree: 'k8s-snap-dqlite', advice: 'Canonical Kubernetes uses dqlite here: there is no etcd' },
  {
    tree: 'microk8s',
    ca: '/var/snap/microk8s/current/certs/ca.crt',
    clients: ['/var/snap/microk8s/current/certs/server'],
    found: {
      distribution: 'MicroK8s',
      path: '/var/snap/microk8s/current/args/etcd',
      endpoints: ['https://127.0.0.1:12379'],
      ...pair('/var/snap/microk8s/current/certs/server'),
      dataDir: '/var/snap/microk8s/common/var/run/etcd',
    },
  },
  { tree: 'microk8s-dqlite', advice: 'MicroK8s uses dqlite here: there is no etcd' },
  {
    tree: 'debian',
    found: {
      distribution: 'systemd',
      path: '/etc/default/etcd',
      endpoints: ['http://127.0.0.1:2479'],
      metricsUrls: ['http://127.0.0.1:2481/metrics'],
      dataDir: '/var/lib/etcd/default',
    },
  },
  {
    tree: 'debian-without-unit',
    found: { distribution: 'Debian', path: '/etc/default/etcd', endpoints: ['http://127.0.0.1:2479'] },
  },
  {
    tree: 'red-hat',
    ca: '/etc/etcd/ca.crt',
    clients: ['/etc/etcd/server'],
    found: {
      distribution: 'systemd',
      path: '/etc/etcd/etcd.conf',
      endpoints: loopback,
      ...pair('/etc/etcd/server'),
      dataDir: '/var/lib/etcd/rhel.etcd',
    },
  },
  {
    tree: 'config-file-unit',
    found: {
      distribution: 'systemd',
      path: '/etc/systemd/system/etcd.service',
      endpoints: ['http://[::1]:2379'],
      dataDir: '/opt/etcd/data',
    },
  },
  {
    tree: 'config-file',
    found: {
      distribution: 'etcd config file',
      path: '/etc/etcd/etcd.conf.yml',
      endpoints: ['http://127.0.0.1:2379'],
      metricsUrls: [plainMetrics],
      dataDir: '/var/lib/etcd',
    },
  },
  {
    tree: 'external-etcd',
    ca: `${kubeadmPki}/ca.crt`,
    clients: ['/etc/kubernetes/pki/apiserver-etcd-client'],
    found: {
      distribution: 'kube-apiserver',
      path: '/etc/kubernetes/manifests/kube-apiserver.yaml',
      endpoints: ['https://10.3.0.1:2379', 'https://10.3.0.2:2379', 'https://10.3.0.3:2379'],
      ...pair('/etc/kubernetes/pki/apiserver-etcd-client'),
    },
  },
];
