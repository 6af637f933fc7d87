import { describe, expect, test } from 'vitest';
import { createDaemon, type DaemonOptions, type DaemonSettings } from '../../../src/cli/serve/daemon.ts';
import type { Notice } from '../../../src/model/notice.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { statusOf } from '../../../src/serve/status.ts';
import { beginning, idOf, type MemberPlan, pageAfter, sampleOf, threeAt } from '../../model/samples.ts';

const settings: DaemonSettings = {
  ...{ scope: 'local', intervalSeconds: 15, windowSeconds: 60, repeatSeconds: 300, heartbeatSeconds: 3600 },
  rules: 'etcdoc',
};

/** A daemon beside member c whose clock is that of the samples, and what it said. */
function daemonBesideC(change: Partial<DaemonSettings> = {}, peers?: DaemonOptions['peers']) {
  let mono = 1_000_000;
  let said: string[] = [];
  const daemon = createDaemon({
    settings: { ...settings, ...change },
    node: 'cp-3',
    localIdOf: ({ members }) => members.find(({ name, status }) => name === 'c' && status)?.id,
    peers,
    say: (notices: readonly Notice[]) => {
      said.push(
        ...notices.map((notice) =>
          notice.kind === 'heartbeat'
            ? `heartbeat ${notice.status}`
            : `${notice.occasion} ${notice.alert.check} ${notice.alert.subjectName}`,
        ),
      );
    },
    clock: () => ({ at: beginning, mono }),
    linesDropped: () => 0,
    outputs: () => new Map(),
  });
  const news = () => {
    const lines = said;
    said = [];
    return lines;
  };
  return {
    ...daemon,
    news,
    wait: (seconds: number) => {
      mono += seconds * 1000;
      daemon.watch();
      return news();
    },
    take: (sample: ClusterSample) => {
      mono = sample.mono;
      daemon.take(sample);
      return news();
    },
  };
}

const full = { c: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } } as const;

describe('a daemon', () => {
  test('says at its first sample what it sees, and knows who is beside it', () => {
    const { take, board } = daemonBesideC();
    expect(statusOf(board)).toBe('initializing');
    expect(take(threeAt(0))).toEqual(['heartbeat healthy']);
    expect(board.localId).toBe(idOf('c'));
    expect(take(threeAt(30, { c: 'down' }))).toContain('raised member-down c');
    expect(board.localId).toBe(idOf('c'));
    expect(statusOf(board)).toBe('unhealthy');
  });

  test('whose loop stands still says so, repeats it, and ends it with the next sample', () => {
    const { take, wait, board } = daemonBesideC();
    take(threeAt(0));
    expect(wait(45)).toEqual([]);
    expect(wait(1)).toEqual(['raised stale etcdoc']);
    expect(statusOf(board)).toBe('stale');
    expect(board.firing).toHaveLength(1);
    expect(wait(100)).toEqual([]);
    expect(wait(200)).toEqual(['repeated stale etcdoc']);
    expect(take(threeAt(360))).toEqual(['cleared stale etcdoc']);
    expect(statusOf(board)).toBe('healthy');
  });

  test('says so too when there never is a first sample', () => {
    const { wait, board } = daemonBesideC();
    expect(wait(46)).toEqual(['raised stale etcdoc']);
    expect(statusOf(board)).toBe('stale');
  });

  test('leaves the cluster to the daemon of the lowest id, but shows and counts everything', () => {
    const { take, board } = daemonBesideC({}, { ask: () => undefined, answers: () => true });
    take(threeAt(0));
    expect(take(threeAt(15, full))).toEqual([]);
    expect(board.firing.map(({ alert }) => alert.check)).toContain('alarm-nospace');
    expect(board.totals.alerts.get('alarm-nospace critical')).toBe(1);
  });

  test('of the whole cluster says everything', () => {
    const { take } = daemonBesideC({ scope: 'cluster' }, { ask: () => undefined, answers: () => true });
    take(threeAt(0));
    expect(take(threeAt(15, full))).toContain('raised alarm-nospace cluster');
  });

  test('ends nothing falsely when its bounds change, but what is no longer beyond them', () => {
    const { take, reconfigure, news } = daemonBesideC({ scope: 'cluster' });
    const slow: MemberPlan = {
      status: { rttSeconds: 0.002, errors: ['memberID:1 alarm:NOSPACE'], dbSizeBytes: 1.8e9, dbInUseBytes: 1.8e9 },
    };
    let seconds = 0;
    const next = () => {
      const sample = threeAt(seconds, { a: { ...slow, page: pageAfter(seconds) } }, { interval: 15 });
      seconds += 15;
      return take(sample);
    };
    const lines = [...next(), ...next(), ...next(), ...next(), ...next(), ...next()];
    expect(lines).toEqual(expect.arrayContaining(['raised alarm-nospace cluster', 'raised quota-used a']));
    reconfigure({ ...settings, scope: 'cluster', thresholds: { metrics: { quotaUsedRatio: { warning: 0.99 } } } });
    expect(news()).toEqual([]);
    const after = [...next(), ...next()];
    expect(after).toContain('cleared quota-used a');
    expect(after.filter((line) => line.includes('alarm-nospace'))).toEqual([]);
  });

  test('warns of the metrics of its own member that cannot be read, and of no others', () => {
    const { take } = daemonBesideC({ scope: 'cluster' });
    const lines: string[] = [];
    for (let seconds = 0; seconds <= 60; seconds += 15)
      lines.push(...take(threeAt(seconds, { b: { page: false }, c: { page: false } }, { interval: 15 })));
    expect(lines).toEqual(['heartbeat healthy', 'raised metrics-unavailable c']);
    expect(take(threeAt(75, { b: { page: false } }, { interval: 15 }))).toEqual(['cleared metrics-unavailable c']);
  });

  test('counts polls that failed, but no metrics that are out of reach by design', () => {
    const { take, board } = daemonBesideC();
    take(threeAt(0, { a: { page: false }, b: 'down' }));
    expect([...board.totals.scrapeErrors]).toEqual([['refused', 1]]);
    take(threeAt(15, { a: { page: false }, b: 'hung', c: { page: false } }));
    expect([...board.totals.scrapeErrors]).toEqual([
      ['refused', 2],
      ['timeout', 1],
    ]);
    const sample = threeAt(20);
    const never = { kind: 'unstarted', text: 'added to the cluster, but never started' } as const;
    const row = { id: '9', name: '', peerUrls: ['http://10.0.0.9:2380'], clientUrls: [], endpoint: '', learner: false };
    take({ ...sample, members: [...sample.members, { ...row, statusError: never, metricsError: never }] });
    expect(board.totals.scrapeErrors.has('unstarted')).toBe(false);
    const error = { kind: 'tls', text: 'unknown authority' } as const;
    take(sampleOf({ seconds: 30, members: {}, endpoints: [{ endpoint: 'https://a', error }] }));
    expect(board.totals.scrapeErrors.get('tls')).toBe(1);
  });
});
