import { type ChildProcess, execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { etcdBinary } from './binaries.ts';
import {
  clientCertificate,
  createAuthority,
  type PemFiles,
  serverCertificate,
  writeAuthority,
  writePem,
} from './certificates.ts';
import { type LabHost, openHosts } from './hosts.ts';
import { eventually } from './wait.ts';

const run = promisify(execFile);

/** Three hosts as RKE2 makes them: gRPC alone on 2379 with mTLS, metrics without TLS on each host's own loopback. */
export type Rke2 = {
  readonly hosts: readonly LabHost[];
  /** The etcd on each. */
  readonly etcds: readonly ChildProcess[];
  /** Flags to ask the member on one's own host. */
  readonly flags: readonly string[];
  /** Where files may be put, and the CA and a certificate for the hosts' addresses. */
  readonly directory: string;
  readonly ca: string;
  readonly server: PemFiles;
  /** Begins writes, some ten a second. */
  readonly write: () => void;
  readonly stop: () => Promise<void>;
};

/** Starts etcd 3.5 on every host and resolves when each takes a write. */
export async function startRke2(): Promise<Rke2> {
  const { etcd, etcdctl } = await etcdBinary('3.5');
  const { hosts, directory, stop } = await openHosts(3);
  const pki = join(directory, 'pki');
  const authority = await createAuthority();
  const ca = writeAuthority(pki, authority);
  const names = hosts.map(({ address }) => address);
  const server = writePem(pki, 'server', await serverCertificate(authority, { names }));
  const client = writePem(pki, 'client', await clientCertificate(authority));
  const flags = ['--endpoints', 'https://127.0.0.1:2379', '--cacert', ca, '--cert', client.cert, '--key', client.key];
  const nameOf = (index: number) => `cp-${index + 1}`;
  const cluster = hosts.map(({ address }, index) => `${nameOf(index)}=https://${address}:2380`).join(',');
  const etcds = hosts.map(({ address, start }, index) =>
    start('etcd', etcd, [
      `--name=${nameOf(index)}`,
      `--data-dir=${join(directory, nameOf(index))}`,
      `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
      '--listen-client-http-urls=https://127.0.0.1:2382',
      '--listen-metrics-urls=http://127.0.0.1:2381',
      `--advertise-client-urls=https://${address}:2379`,
      `--listen-peer-urls=https://${address}:2380`,
      `--initial-advertise-peer-urls=https://${address}:2380`,
      `--initial-cluster=${cluster}`,
      '--client-cert-auth',
      '--peer-client-cert-auth',
      `--trusted-ca-file=${ca}`,
      `--peer-trusted-ca-file=${ca}`,
      `--cert-file=${server.cert}`,
      `--key-file=${server.key}`,
      `--peer-cert-file=${server.cert}`,
      `--peer-key-file=${server.key}`,
    ]),
  );
  const serving = hosts.map(({ enter: [into = '', ...where] }) =>
    eventually(
      () => run(into, [...where, etcdctl, '--dial-timeout=1s', '--command-timeout=2s', ...flags, 'put', 'lab', 'x']),
      {
        timeoutMs: 60_000,
        what: 'an etcd that serves',
      },
    ),
  );
  await Promise.all(serving).catch(async (error) => {
    await stop();
    throw error;
  });
  const write = () => {
    const loop = 'while :; do "$@" put lab x >/dev/null 2>&1; sleep 0.1; done';
    hosts[0]?.start('writer', 'sh', ['-c', loop, 'sh', etcdctl, ...flags]);
  };
  return { hosts, etcds, flags, directory, ca, server, write, stop };
}
