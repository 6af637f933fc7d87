import { effectiveSettings } from '../etcd-settings.ts';
import { readFlags, splitWords } from '../flags.ts';
import { type Host, isThere } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { type Candidate, type Distribution, unread, type Verdict } from '../verdict.ts';

/** Canonical Kubernetes: the arguments of its etcd, one per line. */
export const canonicalK8s = snap({
  id: 'k8s-snap',
  name: 'Canonical Kubernetes',
  args: '/var/snap/k8s/common/args',
  data: '/var/snap/k8s/current',
  common: '/var/snap/k8s/common',
  dqlite: '/var/snap/k8s/common/args/k8s-dqlite',
  pairs: [
    { cert: '/etc/kubernetes/pki/apiserver-etcd-client.crt', key: '/etc/kubernetes/pki/apiserver-etcd-client.key' },
  ],
});

/** MicroK8s: dqlite, unless it is an old one or was told otherwise. */
export const microk8s = snap({
  id: 'microk8s',
  name: 'MicroK8s',
  args: '/var/snap/microk8s/current/args',
  data: '/var/snap/microk8s/current',
  common: '/var/snap/microk8s/common',
  dqlite: '/var/snap/microk8s/current/var/kubernetes/backend',
  pairs: [],
});

type SnapRow = {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  /** What SNAP_DATA and SNAP_COMMON stand for. */
  readonly data: string;
  readonly common: string;
  /** What is there when dqlite is used. */
  readonly dqlite: string;
  readonly pairs: readonly { readonly cert: string; readonly key: string }[];
};

function snap(row: SnapRow): Distribution {
  const { id, name } = row;
  return {
    id,
    name,
    look: (host): Candidate[] => {
      const path = `${row.args}/etcd`;
      const verdict = usesDqlite(host, row)
        ? ({ state: 'not-etcd', reason: `${name} uses dqlite here: there is no etcd` } as const)
        : judge(host, path, row);
      return [{ distribution: name, path, verdict }];
    },
  };
}

function judge(host: Host, path: string, row: SnapRow): Verdict {
  const flags = readArguments(host, path, row);
  if (flags.state !== 'flags') return flags.verdict;
  const effective = effectiveSettings(host, flags.flags);
  if (effective.state === 'none') return effective.verdict;
  return judgeSettings(host, effective.settings, { distribution: row.name, pairs: row.pairs });
}

/** What the API server was told decides: old arguments of etcd stay behind when dqlite takes over. */
function usesDqlite(host: Host, row: SnapRow): boolean {
  const server = readArguments(host, `${row.args}/kube-apiserver`, row);
  const servers = server.state === 'flags' ? server.flags['etcd-servers'] : undefined;
  if (servers !== undefined) return servers.startsWith('unix:');
  return isThere(host, row.dqlite) && !isThere(host, `${row.args}/etcd`);
}

function readArguments(host: Host, path: string, { data, common }: SnapRow) {
  const read = host.read(path);
  if (read.state !== 'text') return { state: 'none', verdict: unread(path, read) } as const;
  const words = splitWords(read.text.replace(/^\s*#.*$/gm, ''));
  const variables: Readonly<Record<string, string>> = { SNAP_DATA: data, SNAP_COMMON: common };
  const expanded = words.map((word) =>
    word.replace(/\$\{?(SNAP_DATA|SNAP_COMMON)\}?/g, (_, variable: string) => variables[variable] ?? ''),
  );
  return { state: 'flags', flags: readFlags(expanded) } as const;
}
