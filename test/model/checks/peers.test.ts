import { describe, expect, test } from 'vitest';
import { idOf, type Page, pageAfter, threeAt } from '../samples.ts';
import { blindTo, every, said } from './said.ts';

const active = (of: Readonly<Record<string, number>>): Page =>
  Object.fromEntries(
    Object.entries(of).map(([to, up]) => [`etcd_network_active_peers{Local="x",Remote="${idOf(to)}"}`, up]),
  );
const failures = (to: string, count: number): Page => ({
  [`etcd_network_peer_sent_failures_total{To="${idOf(to)}"}`]: count,
});

describe('peer-disconnected', () => {
  test('a listed member that answers us but not its peer', () =>
    expect(
      said('peer-disconnected', [threeAt(0, { a: { page: pageAfter(0, active({ b: 0, c: 1 })) } })]),
    ).toMatchObject([{ severity: 'warning', subjectName: 'a', text: 'no connection to b' }]));
  test('one that is down is told elsewhere: information only', () =>
    expect(
      said('peer-disconnected', [threeAt(0, { a: { page: pageAfter(0, active({ b: 1, c: 0 })) }, c: 'down' })]),
    ).toMatchObject([{ severity: 'info', text: 'no connection to c, which cannot be reached from here either' }]));
  test('the series that a removed member left behind is silent', () =>
    expect(
      said('peer-disconnected', [threeAt(0, { a: { page: pageAfter(0, active({ b: 1, c: 1, z: 0 })) } })]),
    ).toEqual([]));
  test('sends that fail, again and again', () => {
    const failing = (rate: number) => (at: number) => ({
      a: { page: pageAfter(at, { ...active({ b: 1, c: 1 }), ...failures('b', Math.floor(at * rate)) }) },
    });
    expect(said('peer-disconnected', every(2, 60, failing(0.5)))).toMatchObject([
      { severity: 'warning', text: 'sends to b fail, 0.5/s', threshold: 0.01 },
    ]);
    expect(
      said('peer-disconnected', every(2, 60, failing(0.5)), { checks: { 'peer-disconnected': { critical: 0.4 } } }),
    ).toMatchObject([{ severity: 'critical', threshold: 0.4 }]);
    // Two in a minute are lost messages, not a broken link.
    expect(said('peer-disconnected', every(2, 60, failing(0.035)))).toEqual([]);
  });
  test('the failures that a restart of the peer leaves behind are silent', () => {
    const restart = (at: number) => ({
      a: { page: pageAfter(at, { ...active({ b: 1, c: 1 }), ...failures('b', at < 20 ? 0 : 40) }) },
      ...(at >= 20 && at < 30 ? { b: 'down' as const } : {}),
    });
    expect(said('peer-disconnected', every(2, 60, restart))).toEqual([]);
  });
  test('needs the metrics of each member', () =>
    expect(blindTo('peer-disconnected', [threeAt(0, { b: { page: false }, c: 'down' })])).toMatchObject([
      { subjectName: 'b', text: 'its metrics cannot be read' },
      { subjectName: 'c', text: 'the member cannot be reached' },
    ]));
});

describe('snapshot-in-flight', () => {
  test.each([
    ['etcd_network_snapshot_send_inflights_total{To="x"}', 'sends a snapshot'],
    ['etcd_network_snapshot_receive_inflights_total{From="x"}', 'receives a snapshot'],
    ['etcd_server_snapshot_apply_in_progress_total', 'installs a snapshot'],
  ])('%s', (family, text) => {
    const at = (count: number) => [threeAt(0, { c: { page: pageAfter(0, { [family]: count }) } })];
    expect(said('snapshot-in-flight', at(1))).toMatchObject([
      { severity: 'info', subjectName: 'c', text: expect.stringContaining(text) },
    ]);
    expect(said('snapshot-in-flight', at(0))).toEqual([]);
  });
});
