import { describe, expect, test } from 'vitest';
import type { CheckId } from '../../../src/model/check-id.ts';
import { idOf, type Page, pageAfter } from '../samples.ts';
import { blindTo, every, said, viewOf } from './said.ts';

const grown = (family: string, perSecond: number) => (at: number) => ({
  c: { page: pageAfter(at, { [family]: Math.floor(at * perSecond) }) },
});

describe('rates', () => {
  test.each<[CheckId, string]>([
    ['proposals-failed', 'etcd_server_proposals_failed_total'],
    ['slow-apply', 'etcd_server_slow_apply_total'],
    ['slow-read-index', 'etcd_server_slow_read_indexes_total'],
    ['heartbeat-failures', 'etcd_server_heartbeat_send_failures_total'],
  ])('%s', (check, family) => {
    expect(said(check, every(2, 60, grown(family, 0.5)))).toMatchObject([{ severity: 'warning', subjectName: 'c' }]);
    expect(said(check, every(2, 60, grown(family, 0)))).toEqual([]);
    // Two in five seconds are a moment, not a state, however high a rate they make.
    expect(said(check, every(5, 5, grown(family, 0.4)))).toEqual([]);
  });
  test('five failed proposals a second are critical', () =>
    expect(said('proposals-failed', every(2, 60, grown('etcd_server_proposals_failed_total', 8)))).toMatchObject([
      { severity: 'critical', threshold: 5 },
    ]));
});

describe('gauges', () => {
  const gauge = (page: Page) => every(2, 2, (at) => ({ c: { page: pageAfter(at, page) } }));
  test('proposals-pending', () => {
    expect(said('proposals-pending', gauge({ etcd_server_proposals_pending: 101 }))).toMatchObject([
      { severity: 'warning' },
    ]);
    expect(said('proposals-pending', gauge({ etcd_server_proposals_pending: 100 }))).toEqual([]);
    expect(
      said('proposals-pending', gauge({ etcd_server_proposals_pending: 50 }), {
        checks: { 'proposals-pending': { warning: 10, critical: 40 } },
      }),
    ).toMatchObject([{ severity: 'critical', threshold: 40 }]);
  });
  test('fd-usage', () => {
    expect(said('fd-usage', gauge({ process_open_fds: 850, process_max_fds: 1000 }))).toMatchObject([
      { severity: 'warning', text: 'file descriptors used 85% > 80%' },
    ]);
    expect(said('fd-usage', gauge({ process_open_fds: 960, process_max_fds: 1000 }))).toMatchObject([
      { severity: 'critical' },
    ]);
    expect(said('fd-usage', gauge({ process_open_fds: 96, process_max_fds: 1000 }))).toEqual([]);
  });
  test('slow-watchers', () => {
    expect(said('slow-watchers', gauge({ etcd_debugging_mvcc_slow_watcher_total: 120 }))).toHaveLength(1);
    expect(said('slow-watchers', gauge({ etcd_debugging_mvcc_slow_watcher_total: 20 }))).toEqual([]);
  });
});

describe('gRPC', () => {
  const calls = (perSecond: Readonly<Record<string, number>>) =>
    every(2, 60, (at) => ({
      c: {
        page: pageAfter(
          at,
          Object.fromEntries(
            Object.entries(perSecond).map(([labels, rate]) => [`grpc_server_handled_total{${labels}}`, at * rate]),
          ),
        ),
      },
    }));
  const put = (code: string) => `grpc_code="${code}",grpc_method="Put",grpc_type="unary"`;
  const watch = (code: string) => `grpc_code="${code}",grpc_method="Watch",grpc_type="bidi_stream"`;
  test('one percent that fails, five percent', () => {
    expect(said('grpc-failed', calls({ [put('OK')]: 20, [put('Unavailable')]: 0.5 }))).toMatchObject([
      { severity: 'warning', text: 'gRPC failed 2% > 1%' },
    ]);
    expect(said('grpc-failed', calls({ [put('OK')]: 20, [put('Unavailable')]: 5 }))).toMatchObject([
      { severity: 'critical' },
    ]);
    expect(said('grpc-failed', calls({ [put('OK')]: 20, [put('InvalidArgument')]: 5 }))).toEqual([]);
  });
  test('watches that end are no failures, whatever their code', () =>
    expect(said('grpc-failed', calls({ [put('OK')]: 1, [watch('Canceled')]: 9, [watch('Unavailable')]: 9 }))).toEqual(
      [],
    ));
  test('a few calls that fail among few say nothing', () =>
    expect(said('grpc-failed', calls({ [put('OK')]: 0.1, [put('Unavailable')]: 0.05 }))).toEqual([]));
  test('slow calls, where the server shows them', () => {
    const slow = (method: string) =>
      every(2, 60, (at) => ({
        c: {
          page: pageAfter(at, {
            [`grpc_server_handling_seconds{grpc_method="${method}",grpc_type="unary"}`]: {
              0.1: 0,
              0.5: at * 5,
              Infinity: 0,
            },
          }),
        },
      }));
    expect(said('grpc-slow', slow('Range'))).toMatchObject([{ severity: 'warning', threshold: 0.15 }]);
    expect(said('grpc-slow', slow('Defragment'))).toEqual([]);
    expect(
      blindTo(
        'grpc-slow',
        every(2, 4, () => ({})),
      )[0],
    ).toMatchObject({
      text: 'exposed only with etcd --metrics=extensive',
    });
  });
});

describe('round trips', () => {
  /** Of the probes from c to b, so many were slow, all at once after ten seconds. */
  const slowProbes = (slow: number) =>
    every(2, 60, (at) => {
      const key = `etcd_network_peer_round_trip_time_seconds{To="${idOf('b')}"}`;
      const buckets = { 0.0032: Math.floor(at / 5), 0.8192: 0, 1.6384: at < 10 ? 0 : slow, Infinity: 0 };
      return { c: { page: pageAfter(at, { [key]: buckets }) } };
    });
  test('the two slow probes that a frozen peer leaves behind are no slow link', () => {
    expect(said('peer-rtt-p99', slowProbes(2))).toEqual([]);
    expect(viewOf(slowProbes(2)).causes.map(({ cause }) => cause)).not.toContain('slow-network');
  });
  test('more of them are', () => {
    expect(said('peer-rtt-p99', slowProbes(5))).toMatchObject([{ severity: 'critical', subjectName: 'c' }]);
    expect(viewOf(slowProbes(5)).causes).toMatchObject([{ cause: 'slow-network' }]);
  });
  /** c goes on probing b, which is away for as many seconds from the tenth on, with an old round trip every five seconds. */
  const probesOfSilent = (away: number, seconds: number) =>
    every(2, seconds, (at) => {
      const key = (to: string) => `etcd_network_peer_round_trip_time_seconds{To="${idOf(to)}"}`;
      const stale = Math.floor(Math.min(away, Math.max(0, at - 10)) / 5);
      const probes = { 0.0032: Math.floor(at / 5), 0.8192: 0, 1.6384: 0, Infinity: 0 };
      const page = pageAfter(at, { [key('a')]: probes, [key('b')]: { ...probes, 1.6384: stale } });
      return { c: { page }, ...(at >= 10 && at < 10 + away ? { b: 'hung' as const } : {}) };
    });
  test('of a peer that is away are the prober counting an old one: they are left out, also when it is back', () => {
    for (const samples of [probesOfSilent(30, 38), probesOfSilent(30, 60)]) {
      expect(said('peer-rtt-p99', samples)).toEqual([]);
      const view = viewOf(samples);
      expect(view.rtt[idOf('c')]?.[idOf('b')]).toMatchObject({ unknown: { reason: 'no-observations' } });
      expect(view.members.find(({ label }) => label === 'c')?.readings.peerRttP99).toMatchObject({
        value: expect.closeTo(0.0032, 4),
        level: 'ok',
      });
    }
  });
  test('of a peer that comes back count again when its absence has left the window', () => {
    const view = viewOf(probesOfSilent(30, 360));
    expect(view.rtt[idOf('c')]?.[idOf('b')]?.value).toBeCloseTo(0.0032, 4);
  });
});
