import { expect, test } from 'vitest';
import type { Thresholds } from '../../../src/model/monitor.ts';
import { idOf, pageAfter } from '../samples.ts';
import { blindTo, every, said } from './said.ts';

const family = 'etcd_server_leader_changes_seen_total';

/** The leader changes at each of these seconds. */
const changing = (times: readonly number[]) => (at: number) => {
  const changes = times.filter((time) => time <= at).length;
  const leader = changes % 2 === 0 ? 'a' : 'b';
  const member = {
    status: { leaderId: idOf(leader), term: BigInt(2 + changes) },
    page: pageAfter(at, { [family]: 3 + changes }),
  };
  return { a: member, b: member, c: member };
};
const changes = (seconds: number, times: readonly number[], thresholds?: Thresholds) =>
  said('leader-changes', every(10, seconds, changing(times)), thresholds);

test('bounds of the check, and those of its metric before them', () => {
  expect(changes(120, [20, 40])).toEqual([]);
  expect(changes(120, [20, 40], { checks: { 'leader-changes': { warning: 2 } } })).toMatchObject([
    { severity: 'warning', value: 2, threshold: 2, text: '2 leader changes in 15 min' },
  ]);
  expect(changes(120, [20, 40], { metrics: { leaderChanges: { critical: 1 } } })).toMatchObject([
    { severity: 'critical', threshold: 1 },
  ]);
});

test('a critical bound may look back five minutes alone, as that of the Go etcdoc does', () => {
  const five = { checks: { 'leader-changes': { critical: 3, criticalWithinSeconds: 300 } } };
  expect(changes(120, [20, 40, 60], five)).toMatchObject([
    { severity: 'critical', value: 3, threshold: 3, text: '3 leader changes in 5 min' },
  ]);
  expect(changes(400, [20, 40, 60], five)).toEqual([]);
  expect(changes(400, [20, 40, 60, 80], five)).toMatchObject([
    { severity: 'warning', value: 4, text: '4 leader changes in 15 min' },
  ]);
});

test('five seconds are no quarter of an hour, unless a member has never counted so many', () => {
  const counted = (count: number) => (at: number) => ({
    ...{ a: { page: pageAfter(at, { [family]: count }) }, b: { page: pageAfter(at, { [family]: count }) } },
    c: { page: pageAfter(at, { [family]: count }) },
  });
  expect(blindTo('leader-changes', every(5, 5, counted(4)))).toMatchObject([
    { subject: 'cluster', text: 'needs 14m55s more of history', secondsLeft: 895 },
  ]);
  expect(blindTo('leader-changes', every(5, 900, counted(4)))).toEqual([]);
  expect(blindTo('leader-changes', every(5, 5, counted(3)))).toEqual([]);
});
