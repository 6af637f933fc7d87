import { describe, expect, test } from 'vitest';
import { type CheckId, checkIds } from '../../../src/model/check-id.ts';
import { checks } from '../../../src/model/checks.ts';
import { ruleSets } from '../../../src/model/rules/rule-sets.ts';
import { threeAt } from '../samples.ts';
import { every, viewOf } from './said.ts';

/** Checks that Status, the member list or the history of answers is enough for. */
const withoutMetrics: readonly CheckId[] = [
  'member-down',
  'member-unstarted',
  'quorum-lost',
  'quorum-margin',
  'no-leader',
  'leader-changes',
  'split-view',
  'even-members',
  'too-many-members',
  'learner',
  'learner-stuck',
  'apply-backlog',
  'follower-lag',
  'revision-lag',
  'linearizable-read',
  'alarm-nospace',
  'alarm-corrupt',
  'fragmentation',
  'version-skew',
  'version-advisory',
  'cert-expiry',
  'write-load',
  'metrics-unavailable',
  'cluster-mismatch',
  'endpoint-down',
  'stale',
];

describe('the table of checks', () => {
  test('has every check once', () => {
    expect(checks.map(({ id }) => id).sort()).toEqual([...checkIds].sort());
  });
  test('says of each what it is and what it reads', () => {
    for (const { title, reads } of checks) {
      expect(title).not.toBe('');
      expect(reads).not.toBe('');
    }
  });
  test('is blind, and says so, where metrics are missing that a check cannot do without', () => {
    const members = { a: { page: false }, b: { page: false }, c: { page: false } } as const;
    const view = viewOf(every(5, 5, () => members));
    const blind = new Set(view.blind?.map(({ check }) => check));
    // Only a bound that is set needs the database size, and Status tells it.
    const needed = checkIds.filter((id) => !withoutMetrics.includes(id) && id !== 'db-size');
    expect(needed.filter((id) => !blind.has(id))).toEqual([]);
    for (const { text } of view.blind ?? []) expect(text).not.toBe('');
  });
  test('is blind to members that cannot be reached', () => {
    const blind = viewOf([threeAt(0, { a: 'down', b: 'down', c: 'down' })]).blind ?? [];
    expect(blind.filter(({ text }) => text === 'the member cannot be reached').length).toBeGreaterThan(30);
  });
});

test('each rule of each set stands for a check that exists', () => {
  for (const { rules } of ruleSets) for (const { check } of rules) expect(checkIds).toContain(check);
});
