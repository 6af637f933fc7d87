import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster } from '../../lab/cluster.ts';
import { refusedUrl } from '../../lab/hostile-tcp.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { type Load, startLoad } from '../../lab/load.ts';
import { checkedJson, checkedText, patiently, roomyConfig } from './cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-check-'));
let config: string[];
beforeAll(() => {
  config = ['--window', '2', '--config', roomyConfig(directory)];
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('only a metrics URL: a node whose certificates one cannot read', () => {
  let cluster: LabCluster;
  let load: Load;
  let page: string;
  beforeAll(async () => {
    cluster = await startCluster({ members: 3, tls: 'mtls', metricsUrls: true });
    load = startLoad(cluster, { putsPerSecond: 20, seconds: 600 });
    page = cluster.members[0]?.metricsUrl ?? '';
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
  });

  test.each([
    ['nobody listens at the endpoint', async () => await refusedUrl(), 'nothing listens on'],
    ['the endpoint wants a certificate', async () => cluster.endpoints[0] ?? '', 'certificate'],
  ])('%s', async (_, endpoint, why) =>
    patiently(async () => {
      const asked = ['--metrics-urls', page, '--endpoints', await endpoint(), ...config];
      const report = await checkedJson(...asked);
      expect(report).toMatchObject({ verdict: 'healthy', exitCode: 0 });
      expect(report.cluster).toMatchObject({ id: null, voters: null, quorum: null, canLose: null });
      const [member] = report.members;
      expect(member).toMatchObject({ id: cluster.members[0]?.id, source: 'metrics-only' });
      expect(member.readings.walFsyncP99.value).toBeGreaterThan(0);
      expect(report.unmeasured).toContainEqual(expect.objectContaining({ check: 'alarm-nospace' }));
      const { code, stdout } = await checkedText(...asked);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^HEALTHY, as far as metrics alone tell: /);
      const seen = stdout.replaceAll(/\n +/g, ' ');
      expect(seen).toContain('member list unknown');
      expect(seen).toContain(why);
      expect(seen).toContain('No endpoint answers the API: who the other members are');
      expect(seen).toMatch(/--endpoints of a member, with --cacert, --cert and --key/);
    }),
  );

  test('a finding of the page alone fails the check', async () => {
    const bounds = roomyConfig(directory, { dbSizeBytes: { critical: 1 } });
    const asked = ['--metrics-urls', page, '--endpoints', await refusedUrl(), '--window', '2', '--config', bounds];
    expect(await checkedJson(...asked)).toMatchObject({ verdict: 'unhealthy', exitCode: 1 });
  });
});

describe('only gRPC: HTTP is elsewhere, as on RKE2 and K3s', () => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = await startCluster({ members: 3, version: '3.5', tls: 'mtls', splitHttp: true });
  });
  afterAll(() => cluster?.stop());

  test('is healthy as far as that tells, and says what would show the disks', async () =>
    patiently(async () => {
      const { tls } = cluster;
      if (tls === undefined) throw new Error('the cluster has TLS files');
      const asked = [
        '--endpoints',
        cluster.endpoints[0] ?? '',
        '--cacert',
        tls.ca,
        '--cert',
        tls.cert,
        '--key',
        tls.key,
      ];
      const report = await checkedJson(...asked, ...config);
      expect(report).toMatchObject({ verdict: 'healthy', exitCode: 0 });
      expect(report.cluster).toMatchObject({ members: 3, reachable: 3, canLose: 1 });
      for (const member of report.members) {
        expect(member).toMatchObject({ source: 'api-only', version: expect.stringMatching(/^3\.5\./) });
        expect(member.readings.walFsyncP99).toMatchObject({ value: null, level: 'unknown', unknown: 'no-metrics' });
        expect(member.readings.dbSizeBytes.value).toBeGreaterThan(0);
      }
      expect(report.unmeasured).toContainEqual(expect.objectContaining({ check: 'wal-fsync-p99' }));
      const { code, stdout } = await checkedText(...asked, ...config);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^HEALTHY: 0 critical, 0 warning, \d info/);
      const seen = stdout.replaceAll(/\n +/g, ' ');
      expect(seen).toContain('m1, m2, m3: no disk latency, RTT and rates (see FINDINGS)');
      expect(seen).toMatch(/its metrics cannot be read: .*wal-fsync-p99/);
      expect(seen).toContain('do: etcd-expose-metrics: true on RKE2 or K3s, --listen-metrics-urls');
      expect(seen).not.toContain(tls.key);
    }));
});
