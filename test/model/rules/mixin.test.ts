import { describe, expect, test } from 'vitest';
import { mixinRules } from '../../../src/model/rules/mixin.ts';
import { firing, type Scene, type Series, steps } from './play.ts';

const minutes = 30;
const at = (name: string, instance: string, of: (minute: number) => number | undefined): Series => ({
  name,
  labels: { job: 'etcd', instance },
  values: steps(minutes, of),
});
const scene = (...series: readonly Series[]): Scene => ({ name: '', stepSeconds: 60, series });
const fires = (alert: string, ...series: readonly Series[]) => firing(mixinRules, scene(...series), alert);

/** The cases by which the mixin itself is tested, in our words. */
describe('the mixin', () => {
  test('three members that went down in turn: down at 24 min, once one has been for 20', () => {
    const down = (from: number) => (minute: number) => (minute < from ? 1 : 0);
    const seen = fires('etcdMembersDown', at('up', 'a', down(2)), at('up', 'b', down(3)), at('up', 'c', down(4)));
    expect(seen).toContain(24);
    expect(seen[0]).toBe(22);
  });
  test('one of three up: insufficient members at 11 min', () => {
    const down = (from: number) => (minute: number) => (minute < from ? 1 : 0);
    const up = () => 1;
    const two = [at('up', 'a', up), at('up', 'b', down(8))];
    expect(fires('etcdInsufficientMembers', ...two, at('up', 'c', down(6)))).toContain(11);
    expect(fires('etcdInsufficientMembers', ...two, at('up', 'c', down(6)))[0]).toBe(11);
    expect(fires('etcdInsufficientMembers', ...two, at('up', 'c', up))).toEqual([]);
  });
  test('four leader changes: at 10 min, also where the series begins with the first', () => {
    const changes = [0, 0, 1, 2, 3, 4];
    const grown = (minute: number) => changes[minute] ?? 4;
    const seen = fires('etcdHighNumberOfLeaderChanges', at('etcd_server_leader_changes_seen_total', 'a', grown));
    expect(seen).toContain(10);
    const one = (minute: number) => (minute < 5 ? 0 : 1);
    expect(fires('etcdHighNumberOfLeaderChanges', at('etcd_server_leader_changes_seen_total', 'a', one))).toEqual([]);
  });
  test('8 KiB a minute against 512 KiB of quota: full within four hours, said at 11 min', () => {
    const seen = fires(
      'etcdExcessiveDatabaseGrowth',
      at('etcd_mvcc_db_total_size_in_bytes', 'a', (minute) => 8192 * minute),
      at('etcd_server_quota_backend_bytes', 'a', () => 524288),
    );
    expect(seen[0]).toBe(11);
  });
  test('300 MB of 1000 MB in use: fragmented at 11 min, but not 30 of 100', () => {
    const sizes = (scale: number) => [
      at('etcd_mvcc_db_total_size_in_bytes', 'a', (minute) => (minute === 0 ? 300e6 : 1000e6) * scale),
      at('etcd_mvcc_db_total_size_in_use_in_bytes', 'a', () => 300e6 * scale),
    ];
    expect(fires('etcdDatabaseHighFragmentationRatio', ...sizes(1))[0]).toBe(11);
    expect(fires('etcdDatabaseHighFragmentationRatio', ...sizes(0.1))).toEqual([]);
  });
});

describe('over time', () => {
  const gone = (from: number, to: number) => (minute: number) => (minute >= from && minute < to ? 0 : 1);
  test('one evaluation without it starts the wait anew', () => {
    const leader = (minute: number) => (minute >= 3 && minute !== 5 && minute < 9 ? 0 : 1);
    expect(fires('etcdNoLeader', at('etcd_server_has_leader', 'a', leader))).toEqual([4, 7, 8]);
  });
  test('a series that ends takes its alert with it', () => {
    const leader = (minute: number) => (minute < 10 ? gone(2, 30)(minute) : undefined);
    expect(fires('etcdNoLeader', at('etcd_server_has_leader', 'a', leader))).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });
  test('a restart sets counters back and is no failure', () => {
    const failed = (minute: number) => (minute < 12 ? 100_000 + minute : minute - 12);
    expect(fires('etcdHighNumberOfFailedProposals', at('etcd_server_proposals_failed_total', 'a', failed))).toEqual([]);
  });
});
