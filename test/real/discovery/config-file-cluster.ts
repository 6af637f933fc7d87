import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { write } from '../../collector/discovery/lay-out.ts';
import { etcdBinary } from '../../lab/binaries.ts';
import { clientCertificate, createAuthority, serverCertificate } from '../../lab/certificates.ts';
import { endChild, removeAtExit, removeDirectory, startChild } from '../../lab/children.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually } from '../../lab/wait.ts';

export type ConfigFileCluster = {
  /** The `/` of the host that the first member runs on. */
  readonly hostRoot: string;
  readonly names: readonly string[];
  readonly stop: () => Promise<void>;
};

/**
 * Three members as RKE2 and K3s start theirs: etcd with a config file alone, gRPC and HTTP on ports of their own, HTTP and plain metrics
 * on loopback, client URLs on loopback and on the node's address, one client port on every node. `data` is the distribution's directory.
 */
export async function startFromConfigFiles(data: string): Promise<ConfigFileCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-config-file-'));
  removeAtExit(directory);
  const nodes = ['127.78.0.11', '127.78.0.12', '127.78.0.13'].map((host, index) => ({
    host,
    name: `cp-${index + 1}`,
    root: join(directory, `host-${index + 1}`),
  }));
  const hosts = nodes.map(({ host }) => host);
  const [clientPort, peerPort] = [await freePort(['127.0.0.1', ...hosts]), await freePort(hosts)];
  const authority = await createAuthority();
  const [server, client] = [await serverCertificate(authority, { names: hosts }), await clientCertificate(authority)];
  const tls = `${data}/server/tls/etcd`;
  const config = `${data}/server/db/etcd/config`;
  const { etcd } = await etcdBinary('3.5');
  const children: ReturnType<typeof startChild>[] = [];
  for (const { host, name, root } of nodes) {
    for (const ca of ['server-ca', 'peer-ca']) write(join(root, tls, `${ca}.crt`), authority.pem);
    for (const stem of ['server-client', 'peer-server-client', 'client']) {
      const pem = stem === 'client' ? client : server;
      write(join(root, tls, `${stem}.crt`), pem.cert);
      write(join(root, tls, `${stem}.key`), pem.key);
    }
    const security = (stem: string, ca: string) => ({
      'cert-file': `${tls}/${stem}.crt`,
      'client-cert-auth': true,
      'key-file': `${tls}/${stem}.key`,
      'trusted-ca-file': `${tls}/${ca}.crt`,
    });
    // Each node has a loopback of its own; here the first one's is the real one.
    const own = name === 'cp-1' ? '127.0.0.1' : host;
    const clientUrls = [...new Set([own, host])].map((one) => `https://${one}:${clientPort}`);
    const settings = {
      name,
      'data-dir': `${data}/server/db/etcd`,
      'listen-client-urls': clientUrls.join(','),
      'listen-client-http-urls': `https://${own}:${await freePort([own])}`,
      'listen-metrics-urls': `http://${own}:${await freePort([own])}`,
      'listen-peer-urls': `https://${host}:${peerPort}`,
      'advertise-client-urls': `https://${host}:${clientPort}`,
      'initial-advertise-peer-urls': `https://${host}:${peerPort}`,
      'initial-cluster': nodes.map((one) => `${one.name}=https://${one.host}:${peerPort}`).join(','),
      'initial-cluster-state': 'new',
      'client-transport-security': security('server-client', 'server-ca'),
      'peer-transport-security': security('peer-server-client', 'peer-ca'),
      'heartbeat-interval': 100,
      'election-timeout': 1000,
      logger: 'zap',
      'log-outputs': ['stderr'],
    };
    write(join(root, config), dump(settings));
    // etcd itself runs outside the tree, so its own copy has the paths as they are here.
    const started = join(directory, `${name}.yaml`);
    writeFileSync(started, readFileSync(join(root, config), 'utf8').replaceAll(` ${data}/`, ` ${join(root, data)}/`));
    children.push(startChild(etcd, ['--config-file', started], join(directory, `${name}.log`)));
  }
  const stop = async () => {
    await Promise.all(children.map((child) => endChild(child)));
    removeDirectory(directory);
  };
  try {
    const ready = ({ name }: { name: string }) =>
      /ready to serve client requests/.test(readFileSync(join(directory, `${name}.log`), 'utf8'));
    await eventually(() => nodes.every(ready), { timeoutMs: 60_000, what: 'three members serve' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { hostRoot: nodes[0]?.root ?? '', names: nodes.map(({ name }) => name), stop };
}
