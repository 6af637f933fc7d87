import { mkdtempSync, readFileSync } from 'node:fs';
import type { SecureClientSessionOptions } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EtcdVersion } from './binaries.ts';
import {
  type Authority,
  clientCertificate,
  createAuthority,
  serverCertificate,
  writeAuthority,
  writePem,
} from './certificates.ts';
import { endChild, removeAtExit, removeDirectory } from './children.ts';
import { etcdApi } from './etcd-api.ts';
import { openChannel } from './grpc.ts';
import type { LabCluster, TlsFiles } from './lab-cluster.ts';
import { chooseLayout, flagsOf, type Layout, placeMember } from './layout.ts';
import type { LabMember } from './member.ts';
import type { ClusterOptions } from './options.ts';
import { openPeerLinks } from './peer-links.ts';

/** A whole cluster, not started: certificates, proxies and members. */
export async function prepareCluster(options: ClusterOptions): Promise<LabCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-lab-'));
  removeAtExit(directory);
  const members: LabMember[] = [];
  const layout = await chooseLayout(options);
  const authority = options.tls === 'mtls' ? await createAuthority() : undefined;
  const links = options.proxyPeers === true ? openPeerLinks(members) : undefined;
  const cluster: LabCluster = {
    options,
    members,
    get endpoints() {
      return members.map((member) => member.clientUrl);
    },
    tls: authority === undefined ? undefined : await writePki(join(directory, 'pki'), authority, options, layout),
    authority,
    directory,
    layout,
    links,
    token: undefined,
    seats: 0,
    stop: async () => {
      for (const member of members) member.api.close();
      await Promise.all(members.map((member) => member.child && endChild(member.child)));
      await links?.close();
      removeDirectory(directory);
    },
  };
  for (let index = 0; index < (options.members ?? 1); index += 1) {
    await prepareMember(
      cluster,
      options.names?.[index] ?? `m${index + 1}`,
      options.versions?.[index] ?? options.version ?? '3.4',
    );
  }
  return cluster;
}

/** A member for this cluster, not started: addresses, flags, directories. */
export async function prepareMember(cluster: LabCluster, name: string, version: EtcdVersion): Promise<LabMember> {
  const { options, directory } = cluster;
  const index = cluster.seats++;
  const urls = await placeMember(cluster.layout, index, options);
  const pki = cluster.tls === undefined ? undefined : join(directory, 'pki');
  const member: LabMember = {
    ...urls,
    name,
    version,
    id: '',
    child: undefined,
    get pid() {
      return this.child?.pid ?? 0;
    },
    dataDir: join(directory, `data-${index}`),
    logFile: join(directory, `etcd-${index}.log`),
    flags: flagsOf(options, urls, pki, directory.slice(-6)),
    api: etcdApi(openChannel(urls.clientUrl, sessionTls(cluster.tls)), () => cluster.token),
  };
  cluster.members.push(member);
  await cluster.links?.serve(member);
  return member;
}

async function writePki(
  directory: string,
  authority: Authority,
  options: ClusterOptions,
  layout: Layout,
): Promise<TlsFiles> {
  const names = Array.from({ length: 9 }, (_, index) => layout.hostOf(index));
  writePem(
    directory,
    'server',
    await serverCertificate(authority, { names, usage: options.serverUsage ?? ['server', 'client'] }),
  );
  writePem(directory, 'peer', await serverCertificate(authority, { names, commonName: 'peer' }));
  const client = await clientCertificate(authority, { commonName: options.clientName ?? 'etcdoc-lab' });
  return { ca: writeAuthority(directory, authority), ...writePem(directory, 'client', client) };
}

function sessionTls(tls: TlsFiles | undefined): SecureClientSessionOptions | undefined {
  if (tls === undefined) return undefined;
  return { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
}
