import { describe, expect, test } from 'vitest';
import { idOf, type MemberPlan, pageAfter, threeAt } from '../samples.ts';
import { blindTo, every, said } from './said.ts';

const more = (names: string): Record<string, MemberPlan> =>
  Object.fromEntries([...names].map((name) => [name, { page: pageAfter(0) }]));

describe('the number of voters', () => {
  test('even is information, as every change of a member passes through it; two is a warning', () => {
    expect(said('even-members', [threeAt(0, more('d'))])).toMatchObject([
      { severity: 'info', text: '4 voters survive no more failures than 3' },
    ]);
    expect(said('even-members', [threeAt(0, { c: 'gone' })])).toMatchObject([{ severity: 'warning', value: 2 }]);
    expect(said('even-members', [threeAt(0)])).toEqual([]);
    expect(said('even-members', [threeAt(0, { d: { learner: true } })])).toEqual([]);
  });
  test('more than seven', () => {
    expect(said('too-many-members', [threeAt(0, more('defg'))])).toEqual([]);
    expect(said('too-many-members', [threeAt(0, more('defgh'))])).toMatchObject([{ severity: 'warning', value: 8 }]);
    const bounded = { checks: { 'too-many-members': { warning: 5 } } };
    expect(said('too-many-members', [threeAt(0, more('defg'))], bounded)).toMatchObject([{ threshold: 5 }]);
    const critical = { checks: { 'too-many-members': { critical: 6 } } };
    expect(said('too-many-members', [threeAt(0, more('defg'))], critical)).toMatchObject([{ severity: 'critical' }]);
  });
});

describe('split-view', () => {
  const sees = (leader: string | undefined, term: bigint): MemberPlan => ({
    status: { leaderId: leader && idOf(leader), term },
    page: pageAfter(0),
  });
  test('two leaders at once are critical, once they are no passing thing', () => {
    const split = (at: number) => (at < 4 ? {} : { c: sees('c', 3n) });
    expect(said('split-view', every(2, 4, split))).toEqual([]);
    expect(said('split-view', every(2, 8, split))).toMatchObject([
      { severity: 'critical', text: 'a, b see leader a at term 2; c see leader c at term 3' },
    ]);
  });
  test('one that sees no leader while the others do is a warning', () =>
    expect(
      said(
        'split-view',
        every(5, 5, () => ({ b: sees(undefined, 7n) })),
      ),
    ).toMatchObject([{ severity: 'warning', text: 'a, c see leader a at term 2; b see no leader' }]));
  test('an election that members see a moment apart is silent', () => {
    const election = (at: number) =>
      at < 6 ? {} : at === 6 ? { b: sees('b', 3n) } : { a: sees('b', 3n), b: sees('b', 3n), c: sees('b', 3n) };
    for (const end of [4, 6, 8, 10, 12]) expect(said('split-view', every(2, end, election))).toEqual([]);
  });
  test('a candidate whose term goes up and up is one view, no leader', () =>
    expect(
      said(
        'split-view',
        every(2, 8, (at) => ({ c: sees(undefined, BigInt(at + 3)) })),
      ),
    ).toHaveLength(1));
  test('members that know different members', () => {
    const known = (count: number) => ({
      page: pageAfter(
        0,
        Object.fromEntries([...'abcd'.slice(0, count)].map((one) => [`etcd_network_known_peers{Remote="${one}"}`, 1])),
      ),
    });
    expect(
      said(
        'split-view',
        every(5, 5, () => ({ a: known(3), b: known(3), c: known(4) })),
      ),
    ).toMatchObject([{ severity: 'warning', text: 'a, b know 3 members; c know 4 members' }]);
  });
  test('says that it needs two members and two samples', () => {
    expect(blindTo('split-view', [threeAt(0)])).toMatchObject([{ text: 'needs a second sample' }]);
    expect(
      blindTo(
        'split-view',
        every(1, 1, () => ({})),
      ),
    ).toMatchObject([{ text: 'needs 2s more of history' }]);
    expect(
      blindTo(
        'split-view',
        every(1, 3, () => ({})),
      ),
    ).toEqual([]);
    expect(blindTo('split-view', [threeAt(0, { b: 'down', c: 'down' })])).toMatchObject([
      { text: 'needs the answers of two members' },
    ]);
  });
});

describe('learners', () => {
  const at = (index: (seconds: number) => number) => (seconds: number) => ({
    a: { status: { raftIndex: 50_000n }, page: pageAfter(seconds) },
    d: { learner: true, status: { raftIndex: BigInt(index(seconds)) } },
  });
  test('stuck after five minutes without progress', () => {
    expect(
      said(
        'learner-stuck',
        every(
          10,
          320,
          at(() => 10),
        ),
      ),
    ).toMatchObject([
      { severity: 'warning', text: expect.stringMatching(/no progress for 5m20s, 50k entries behind/) },
    ]);
    const bounds = { checks: { 'learner-stuck': { critical: 310 } } };
    const stuck = at(() => 10);
    expect(said('learner-stuck', every(10, 320, stuck), bounds)).toMatchObject([{ severity: 'critical' }]);
    expect(
      said(
        'learner-stuck',
        every(
          10,
          290,
          at(() => 10),
        ),
      ),
    ).toEqual([]);
    expect(
      blindTo(
        'learner-stuck',
        every(
          10,
          290,
          at(() => 10),
        ),
      ),
    ).toMatchObject([{ text: 'needs 10s more of history' }]);
  });
  test('one that catches up, or has, is only information', () => {
    for (const index of [(seconds: number) => seconds, () => 50_000]) {
      expect(said('learner-stuck', every(10, 400, at(index)))).toEqual([]);
      expect(said('learner', every(10, 400, at(index)))).toMatchObject([{ severity: 'info' }]);
    }
  });
});
