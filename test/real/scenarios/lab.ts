import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Authority, PemFiles } from '../../lab/certificates.ts';
import { startCluster } from '../../lab/cluster.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import type { LabMember } from '../../lab/member.ts';
import type { ClusterOptions } from '../../lab/options.ts';
import { isWell } from './view-words.ts';
import { type Watch, type WatchOptions, watch } from './watch.ts';

/** Clusters and watches that are stopped after each test of the file that asks for it. */
export function labOfFile() {
  const open: { readonly stop: () => Promise<unknown> | undefined }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.stop();
  });
  const keep = <T extends { readonly stop: () => Promise<unknown> | undefined }>(one: T): T => {
    open.push(one);
    return one;
  };
  return {
    keep,
    cluster: async (options: ClusterOptions): Promise<LabCluster> => keep(await startCluster(options)),
    /** A watch that has seen the cluster whole. */
    watch: async (cluster: LabCluster, options: WatchOptions = {}): Promise<Watch> => {
      const one = keep(watch(cluster, options));
      await one.untilView('a cluster that is well', (view) => isWell(view, cluster.members.length));
      return one;
    },
  };
}

/** The members but these. */
export function othersOf(cluster: LabCluster, ...out: readonly LabMember[]): LabMember[] {
  return cluster.members.filter((member) => !out.includes(member));
}

/** The authority of a cluster with TLS, and where its client's and servers' pairs lie: etcd reads its own again at every handshake. */
export function pkiOf(cluster: LabCluster): {
  readonly authority: Authority;
  readonly client: PemFiles;
  readonly server: PemFiles;
} {
  const { authority, tls, directory } = cluster;
  if (authority === undefined || tls === undefined) throw new Error('a cluster without TLS');
  const of = (ending: string) => join(directory, 'pki', `server.${ending}`);
  return { authority, client: tls, server: { cert: of('crt'), key: of('key') } };
}
