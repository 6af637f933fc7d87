import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster } from '../../lab/cluster.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually } from '../../lab/wait.ts';
import { startFromConfigFiles } from '../discovery/config-file-cluster.ts';
import { startCompose } from './compose.ts';
import { startContainerd } from './containerd.ts';
import { isolationRefused, tellWhereRefused } from './isolation.ts';
import { buildImage, type LocalImage } from './local-image.ts';
import { runToEnd } from './run-to-end.ts';

let image: LocalImage;
beforeAll(async () => {
  if (isolationRefused === undefined) image = await buildImage();
});
afterAll(() => image?.remove());

const hardened = ['--read-only', '--read-only-tmpfs=false', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
// A container runtime raises the limits by default, which takes a capability that not every machine gives.
const limits = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=1024:1024'];

/** `podman` with these words, to its end. */
function podman(...args: readonly string[]) {
  const call = image.podman(args);
  return runToEnd(call.file, call.args);
}

/** Runs the image as it is meant to be run: root read-only, no capabilities, the host's network. */
function run(options: readonly string[], ...args: readonly string[]) {
  return podman('run', '--rm', '--network=host', ...hardened, ...limits, ...options, image.name, ...args);
}

async function healthAt(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  return ((await answer.json()) as { status: string }).status;
}

tellWhereRefused('the image');
describe.skipIf(isolationRefused !== undefined)('the image', () => {
  test('says who it is and how it is run', async () => {
    const { stdout } = await podman('image', 'inspect', image.name);
    const [{ Config }] = JSON.parse(stdout);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(Config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/etcdoc'],
      ExposedPorts: { '8080/tcp': {} },
      StopSignal: 'SIGTERM',
      Labels: { 'org.opencontainers.image.licenses': 'Apache-2.0', 'org.opencontainers.image.version': version },
    });
    expect(await run([], '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('has the program in it, its licence, and nothing of the build', async () => {
    const { stdout } = await podman('diff', '--format', 'json', image.name, 'localhost/runtime-base');
    const files = Object.values(JSON.parse(stdout) as Record<string, string[]>).flat();
    expect(files.filter((path) => !files.some((other) => other.startsWith(`${path}/`))).toSorted()).toEqual([
      '/usr/local/bin/etcdoc',
      '/usr/local/lib/etcdoc/etcdoc.js',
      '/usr/local/lib/etcdoc/package.json',
      '/usr/share/doc/etcdoc/LICENSE',
    ]);
  });

  describe('beside a real cluster with mutual TLS', () => {
    let cluster: LabCluster;
    let connection: readonly string[];
    let mounted: readonly string[];
    beforeAll(async () => {
      cluster = await startCluster({ members: 1, version: '3.5', tls: 'mtls' });
      mounted = [`--volume=${join(cluster.directory, 'pki')}:/certs:ro`];
      connection = ['--endpoints', cluster.endpoints.join(',')];
      connection = [
        ...connection,
        '--cacert',
        '/certs/ca.crt',
        '--cert',
        '/certs/client.crt',
        '--key',
        '/certs/client.key',
      ];
    });
    afterAll(() => cluster?.stop());

    test('checks it once as root, which the key belongs to', async () => {
      const { code, stdout, stderr } = await run([...mounted, '--user=0:0'], '--once', '--window', '1', ...connection);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('quorum 1/1 ok');
    });

    test('says in one line that its own user may not read the key', async () => {
      const { code, stdout, stderr } = await run(mounted, '--once', ...connection);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^etcdoc: .*permission denied.*\n$/);
    });

    test('is brought up and down by the compose file, with its limits', async () => {
      const [compose, port] = [await startCompose(image), await freePort()];
      const configured = mkdtempSync(join(image.directory, 'etc-'));
      const variables = {
        ETCDOC_ENDPOINTS: cluster.endpoints.join(','),
        ETCDOC_PKI: join(cluster.directory, 'pki'),
        ETCDOC_CONFIG_DIR: configured,
        ETCDOC_USER: '0:0',
        ETCDOC_LISTEN: `127.0.0.1:${port}`,
      };
      const own = ['--project-name', `etcdoc-${port}`];
      try {
        const up = await compose.run(variables, ...own, 'up', '--no-build', '--detach');
        expect(up.code, up.stderr).toBe(0);
        await eventually(async () => (await healthAt(port)) === 'healthy', {
          timeoutMs: 60_000,
          what: 'it is healthy',
        });
        const { stdout } = await podman('container', 'inspect', `etcdoc-${port}-etcdoc-1`);
        const [{ EffectiveCaps, HostConfig }] = JSON.parse(stdout);
        expect(EffectiveCaps ?? []).toEqual([]);
        expect(HostConfig).toMatchObject({
          ReadonlyRootfs: true,
          NetworkMode: 'host',
          Memory: 256 * 2 ** 20,
          PidsLimit: 64,
        });
        expect(HostConfig.SecurityOpt).toContain('no-new-privileges');
        const down = await compose.run(variables, ...own, 'down');
        expect(down.code, down.stderr).toBe(0);
      } finally {
        await compose.run(variables, ...own, 'down', '--timeout', '0');
        await compose.stop();
      }
    });

    test('serves, can be asked from inside, and ends on SIGTERM', async () => {
      const port = await freePort();
      const name = `etcdoc-${port}`;
      const serving = run(
        [...mounted, '--user=0:0', `--name=${name}`],
        'serve',
        '--listen',
        `127.0.0.1:${port}`,
        ...connection,
      );
      try {
        await eventually(async () => (await healthAt(port)) === 'healthy', {
          timeoutMs: 60_000,
          what: 'it is healthy',
        });
        const inside = await podman('exec', name, 'etcdoc', '--once', '--window', '1', ...connection);
        expect({ code: inside.code, stderr: inside.stderr }).toEqual({ code: 0, stderr: '' });
        expect((await podman('kill', '--signal=TERM', name)).code).toBe(0);
        expect(await serving).toMatchObject({ code: 0, stderr: '' });
      } finally {
        await podman('kill', '--signal=KILL', name);
      }
    });
  });

  test('checks a server of RKE2 by the line for its containerd, with nothing said but where the host is', async () => {
    const archive = join(image.directory, 'etcdoc.tar');
    const [containerd, server] = await Promise.all([
      startContainerd(),
      startFromConfigFiles('/var/lib/rancher/rke2'),
      image.save(archive),
    ]);
    const [file = '', ...words] = containerd.ctr;
    const data = 'var/lib/rancher/rke2/server';
    const mount = (path: string) =>
      `--mount=type=bind,src=${join(server.hostRoot, data, path)},dst=/host/${data}/${path},options=rbind:ro`;
    const ctr = (...args: readonly string[]) => runToEnd(file, [...words, ...args]);
    const once = (...user: readonly string[]) =>
      ctr(
        'run',
        '--rm',
        '--net-host',
        '--read-only',
        ...user,
        mount('tls/etcd'),
        mount('db/etcd/config'),
        image.name,
        'once',
        'etcdoc',
        '--once',
        '--host-root',
        '/host',
      );
    // As RKE2 leaves them.
    for (const path of ['tls/etcd/client.key', 'db/etcd/config']) chmodSync(join(server.hostRoot, data, path), 0o600);
    try {
      expect((await ctr('images', 'import', archive)).code).toBe(0);
      const { code, stdout, stderr } = await once('--user=0:0');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('quorum 3/3 ok');
      const denied = await once();
      expect(denied.code).toBe(3);
      expect(denied.stdout.replace(/\s+/g, ' ')).toContain(`permission denied: /${data}/db/etcd/config: run as root`);
    } finally {
      await containerd.stop();
      await server.stop();
    }
  });
});
