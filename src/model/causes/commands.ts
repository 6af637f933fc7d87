import type { MemberView } from '../view.ts';

/** Where a command is typed: a member, or an endpoint of which no member is known. */
export type Place = { readonly label: string; readonly sample: { readonly endpoint: string } };

/** The commands that a distribution's administrator types. */
export type Commands = {
  /** Shows the log of etcd on a member's host. */
  readonly logs: (place: Place) => string;
  /** Says whether etcd runs on a member's host. */
  readonly state: (place: Place) => string;
  /** Calls etcd's own client on one member. */
  readonly etcdctl: (member: MemberView, what: string) => string;
  /** Renews the certificates. */
  readonly certificates: string;
};

type Row = {
  /** What is typed on the member's host, or, where there is no shell, what reaches it from elsewhere. */
  readonly logs: string | ((place: Place) => string);
  readonly state: string | ((place: Place) => string);
  readonly certificates: string;
  readonly etcdctl?: Etcdctl | undefined;
};

type Etcdctl = (endpoint: string, what: string, member: MemberView) => string;
type Pki = { readonly ca: string; readonly cert: string; readonly key: string };

/** Without its files etcdctl gets nowhere where clients show a certificate. */
const withPair =
  ({ ca, cert, key }: Pki): Etcdctl =>
  (endpoint, what) =>
    endpoint.startsWith('https:')
      ? `etcdctl --cacert ${ca} --cert ${cert} --key ${key} --endpoints=${endpoint} ${what}`
      : `etcdctl --endpoints=${endpoint} ${what}`;

const pairIn = (directory: string): Pki => ({
  ca: `${directory}/server-ca.crt`,
  cert: `${directory}/client.crt`,
  key: `${directory}/client.key`,
});

/** Where nothing is known of the files, a person has to name them. */
const plain = withPair({ ca: 'CA', cert: 'CERT', key: 'KEY' });

/** talosctl on the node of a member. */
const talosctl = ({ sample }: Place, what: string) =>
  `talosctl -n ${/^[a-z]+:\/\/(?:\[([^\]]+)\]|([^:/]+))/i.exec(sample.endpoint)?.slice(1).find(Boolean) ?? 'NODE'} ${what}`;

/** What talosctl does itself; it moves leadership away but not to whom one wants, and does not compact. */
function talosEtcd(member: MemberView, what: string): string | undefined {
  const removed = /^member remove (\w+)$/.exec(what)?.[1];
  if (removed !== undefined) return talosctl(member, `etcd remove-member ${removed}`);
  if (what.startsWith('move-leader')) return talosctl(member, 'etcd forfeit-leadership');
  return what === 'defrag' || what === 'alarm disarm' ? talosctl(member, `etcd ${what}`) : undefined;
}

/** A member is named after its node, and its pod too; a name that is no node's is not put into a command. */
const openshiftPod = ({ label }: MemberView) => `etcd-${/^[a-z0-9][a-z0-9.-]*$/.test(label) ? label : 'NODE'}`;
const generic: Row = {
  logs: 'journalctl -u etcd --since -10min',
  state: 'systemctl status etcd',
  certificates: 'openssl x509 -enddate -noout -in FILE for each file of --cert-file, --peer-cert-file and the client',
};

/** ★ One row per distribution; what a row does not know is as on a plain host. */
const distributions: Readonly<Record<string, Row>> = {
  k3s: {
    logs: 'journalctl -u k3s --since -10min | grep -i etcd',
    state: 'systemctl status k3s',
    etcdctl: withPair(pairIn('/var/lib/rancher/k3s/server/tls/etcd')),
    certificates: 'k3s certificate check; then k3s certificate rotate and systemctl restart k3s, server by server',
  },
  rke2: {
    logs: 'tail -n 200 /var/log/pods/kube-system_etcd-*/etcd/*.log',
    state: 'systemctl status rke2-server; crictl ps -a --name etcd',
    etcdctl: withPair(pairIn('/var/lib/rancher/rke2/server/tls/etcd')),
    certificates:
      'rke2 certificate check; then rke2 certificate rotate and systemctl restart rke2-server, server by server',
  },
  kubeadm: {
    logs: 'crictl logs --tail 200 $(crictl ps -a -q --name etcd | head -1)',
    state: 'crictl ps -a --name etcd',
    certificates: 'kubeadm certs check-expiration; then kubeadm certs renew all and restart etcd, host by host',
    etcdctl: (endpoint, what) =>
      `kubectl -n kube-system exec etcd-$(hostname) -- etcdctl --cacert /etc/kubernetes/pki/etcd/ca.crt --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key --endpoints=${endpoint} ${what}`,
  },
  k0s: {
    logs: 'journalctl -u k0scontroller --since -10min | grep -i etcd',
    state: 'systemctl status k0scontroller; k0s status',
    etcdctl: withPair({
      ca: '/var/lib/k0s/pki/etcd/ca.crt',
      cert: '/var/lib/k0s/pki/apiserver-etcd-client.crt',
      key: '/var/lib/k0s/pki/apiserver-etcd-client.key',
    }),
    certificates: 'systemctl restart k0scontroller renews them, controller by controller',
  },
  openshift: {
    logs: "crictl logs --tail 200 $(crictl ps -a -q --name '^etcd$' | head -1)",
    state: "crictl ps -a --name '^etcd$'",
    certificates: 'the etcd operator renews them: oc get clusteroperator etcd says whether it can',
    // The container names all members in ETCDCTL_ENDPOINTS, and etcdctl refuses that beside --endpoints.
    etcdctl: (endpoint, what, member) =>
      `oc exec -n openshift-etcd ${openshiftPod(member)} -c etcdctl -- env -u ETCDCTL_ENDPOINTS etcdctl --endpoints=${endpoint} ${what}`,
  },
  talos: {
    logs: (place) => talosctl(place, 'logs etcd --tail 200'),
    state: (place) => talosctl(place, 'service etcd'),
    certificates:
      'Talos renews them itself; a reboot of the node (talosctl -n NODE reboot) does so at once, node by node',
    etcdctl: (endpoint, what, member) => talosEtcd(member, what) ?? plain(endpoint, what, member),
  },
};

/** The commands of a distribution by its name; those of a plain host where it is not known. */
export function commandsFor(distribution: string | undefined): Commands {
  const row = (distribution !== undefined && distributions[distribution]) || generic;
  return {
    logs: (place) => reaching(row.logs, place),
    state: (place) => reaching(row.state, place),
    etcdctl: (member, what) => (row.etcdctl ?? plain)(member.sample.endpoint, what, member),
    certificates: row.certificates,
  };
}

const reaching = (command: Row['logs'], place: Place): string =>
  typeof command === 'string' ? `on ${place.label}: ${command}` : command(place);
