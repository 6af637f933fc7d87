import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster } from '../../lab/cluster.ts';
import { kill9, pause, resume } from '../../lab/faults.ts';
import { startHostileHttp } from '../../lab/hostile-http.ts';
import { startSilentTcp } from '../../lab/hostile-tcp.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import type { LabMember } from '../../lab/member.ts';
import { checkedJson, checkedText, patiently, timed } from './cluster.ts';

/** A second of window and two of patience; a busy machine gets several times as long to start and end the program. */
const flags = ['--window', '1', '--command-timeout', '2s'];
const generous = 3 + 9;

let cluster: LabCluster;
let first: LabMember;
let others: LabMember[];

beforeAll(async () => {
  cluster = await startCluster({ members: 3 });
  const [one, ...rest] = cluster.members;
  if (one === undefined) throw new Error('the cluster has three members');
  [first, others] = [one, rest];
});
afterAll(() => cluster?.stop());

describe('check ends in time', () => {
  test('when two of three members are frozen', async () =>
    patiently(async () => {
      for (const member of others) pause(member);
      try {
        const asked = ['--endpoints', cluster.endpoints.join(',')];
        const { result: report, seconds } = await timed(() => checkedJson(...asked, ...flags));
        expect(seconds).toBeLessThan(generous);
        expect(report).toMatchObject({ verdict: 'unhealthy', exitCode: 1, from: { samples: 2 } });
        expect(report.cluster).toMatchObject({ members: 3, reachable: 1 });
        for (const { name } of others)
          expect(report.members).toContainEqual(expect.objectContaining({ name, source: 'down', health: 'HUNG' }));
      } finally {
        for (const member of others) resume(member);
      }
    }));

  test('when the first endpoint accepts and never answers', async () =>
    patiently(async () => {
      const silent = await startSilentTcp();
      try {
        const asked = ['--endpoints', `${silent.url},${first.clientUrl}`];
        const { result: report, seconds } = await timed(() => checkedJson(...asked, ...flags));
        expect(seconds).toBeLessThan(generous);
        expect(silent.accepted()).toBeGreaterThan(0);
        expect(report.cluster).toMatchObject({ members: 3, reachable: 3 });
      } finally {
        await silent.close();
      }
    }));

  test.each(['drip-feed', 'slow-headers', 'huge', 'never-answers'] as const)(
    'when a metrics server is hostile: %s',
    async (kind) =>
      patiently(async () => {
        const hostile = await startHostileHttp(kind);
        try {
          const asked = ['--endpoints', first.clientUrl, '--metrics-urls', `${hostile.url}/metrics`];
          const { result: report, seconds } = await timed(() => checkedJson(...asked, ...flags));
          expect(seconds).toBeLessThan(generous);
          expect(hostile.requests()).toBeGreaterThan(0);
          expect(report.from.samples).toBeGreaterThan(0);
          expect(report.cluster.reachable).toBe(3);
          // Its own page is read all the same, in both samples: a rate needs two.
          for (const member of report.members)
            expect(member).toMatchObject({ source: 'full', readings: { cpuCores: { value: expect.any(Number) } } });
        } finally {
          await hostile.close();
        }
      }),
  );

  test('when all are frozen: nothing is known, and that is 3', async () =>
    patiently(async () => {
      for (const member of cluster.members) pause(member);
      try {
        const { result, seconds } = await timed(() =>
          checkedText('--endpoints', cluster.endpoints.join(','), ...flags),
        );
        expect(seconds).toBeLessThan(generous);
        expect(result.code).toBe(3);
        expect(result.stdout).toMatch(/^UNKNOWN: /);
        for (const endpoint of cluster.endpoints) expect(result.stdout).toContain(new URL(endpoint).host);
      } finally {
        for (const member of cluster.members) resume(member);
      }
    }));
});

describe('without quorum', () => {
  test('the one member that is left tells who is missing and what to do', async () => {
    await Promise.all(others.map(kill9));
    const asked = ['--endpoints', first.clientUrl, '--window', '2'];
    const report = await checkedJson(...asked);
    expect(report).toMatchObject({ verdict: 'unhealthy', exitCode: 1 });
    expect(report.cluster).toMatchObject({ members: 3, reachable: 1, canLose: 0 });
    expect(report.findings).toContainEqual(expect.objectContaining({ check: 'quorum-lost', severity: 'critical' }));
    expect(report.causes[0]).toMatchObject({ cause: 'quorum-lost' });
    const { stdout } = await checkedText(...asked);
    expect(stdout).toMatch(/quorum \d\/3 lost/);
    for (const { name } of others) expect(stdout).toMatch(new RegExp(`NOT MEASURED[^]*${name}.*not measured at all`));
    expect(stdout).toMatch(/next: +\S/);
  });
});
