import { describe, expect, test } from 'vitest';
import type { Line } from '../../src/ui/line.ts';
import { chosenColumns, sortableColumns } from '../../src/ui/members/columns.ts';
import { orderedMembers } from '../../src/ui/members/order.ts';
import { memberLines } from '../../src/ui/members/rows.ts';
import { initialState, type UiState } from '../../src/ui/state.ts';
import { slices } from '../../src/ui/widgets/slices.ts';
import { clusterView, downMember, memberView, readingsOf } from './views.ts';

const look = { glyphs: 'ascii', colors: 'none' } as const;
const textOf = (line: Line | undefined) => (line ?? []).map(({ text }) => text).join('');
const rowOf = (member: ReturnType<typeof memberView>, columns = 80) =>
  textOf(memberLines(clusterView([memberView('other'), member]), initialState, look, columns, 3)[2]);
const headersAt = (columns: number, wanted: UiState['columns'] = {}) =>
  chosenColumns(clusterView([memberView('cp-1')]), columns, wanted, look).map(({ header }) => header);

describe('columns', () => {
  test('go by weight, in the order of the table', () => {
    expect(headersAt(60).join(' ')).toBe('MEMBER R HEALTH USE% QUO% FSYNC COMMIT LAG RTT AGE');
    expect(headersAt(80).join(' ')).toBe('MEMBER ROLE HEALTH DB USE% QUO% FSYNC COMMIT LAG LC RTT CPU% AGE');
    expect(headersAt(40)).toEqual(['MEMBER', 'R', 'HEALTH', 'FSYNC', 'COMMIT', 'LAG']);
  });

  test('a person decides against weight', () => {
    expect(headersAt(80, { quotaBytes: true, dbSizeBytes: false })).toContain('QUOTA');
    expect(headersAt(80, { quotaBytes: true, dbSizeBytes: false })).not.toContain('DB');
  });

  test('the version shows at 80 columns while there are several', () => {
    const mixed = clusterView([memberView('a', { version: '3.5.9' }), memberView('b')]);
    expect(chosenColumns(mixed, 80, {}, look).map(({ header }) => header)).toContain('VER');
  });
});

describe('a row', () => {
  test('marks what is beyond a bound without colour', () => {
    const slow = memberView('cp-3', {
      level: 'warning',
      health: 'SLOW',
      readings: readingsOf({ walFsyncP99: 0.0382, backendCommitP99: 0.3 }),
    });
    expect(rowOf(slow)).toMatch(/^! cp-3 .* SLOW .* 38\.2! +300!! /);
  });

  test('marks a share beyond 100 % as critical, at 80 columns too', () => {
    const full = memberView('cp-3', { readings: readingsOf({ quotaUsedRatio: 1.04 }) });
    const { quotaUsedRatio } = full.readings;
    const critical = {
      ...full,
      readings: { ...full.readings, quotaUsedRatio: { ...quotaUsedRatio, level: 'critical' } },
    } as const;
    for (const columns of [60, 80, 120]) expect(rowOf(critical, columns)).toContain(' 104!! ');
  });

  test('has its state word whole beside the sparkline of a side pane', () => {
    const back = memberView('cp-3', { health: 'RESTARTED' });
    const lines = memberLines(clusterView([back]), initialState, look, 46, 2).map(textOf);
    expect(lines[0]).toMatch(/HEALTH +QUO% +FSYNC COMMIT +LAG/);
    expect(lines[1]).toContain(' RESTARTED ');
  });

  test('that hangs has the meaning before the address, at 80 columns all of it', () => {
    const trouble = 'no answer: frozen, cut off, or waiting for its disk (10.0.0.13:2379 gave no answer within 900 ms)';
    expect(rowOf(downMember('cp-3', trouble))).toContain(' frozen, cut off, or waiting for its disk (10.0.0.13~ 14s');
    expect(rowOf(downMember('cp-3', trouble), 160)).toContain(trouble);
  });

  test('says `...` for what needs more history and `-` for what nobody knows', () => {
    const collecting = memberView('cp-3', { readings: readingsOf({}, { reason: 'collecting', secondsLeft: 40 }) });
    expect(rowOf(collecting)).toContain('... ');
    expect(rowOf(memberView('cp-3', { readings: readingsOf({ walFsyncP99: undefined }) }))).toContain(' - ');
  });

  test('of a member that is down gives its room to the reason and keeps the age', () => {
    expect(rowOf(downMember('cp-3', 'connect ECONNREFUSED 10.0.0.13:2379 (retry 8s)'))).toMatch(
      /^!!cp-3 +\? +DOWN +connect ECONNREFUSED 10\.0\.0\.13:2379 \(retry 8s\) +14s$/,
    );
    expect(rowOf(downMember('cp-3', 'x'.repeat(200)))).toMatch(/x~ 14s$/);
    expect(rowOf(downMember('cp-3', 'cannot be reached: nothing listens on 127.0.0.1:16126 (refused)'))).toMatch(
      /DOWN +nothing listens on 127\.0\.0\.1:16126 \(refused\) +14s$/,
    );
  });

  test('of a member without metrics keeps what gRPC tells', () => {
    const readings = readingsOf({ dbSizeBytes: 2 ** 31, raftIndexLag: 7 }, { reason: 'no-metrics' });
    const row = rowOf(
      memberView('cp-3', { access: 'api-only', health: 'NOMETRICS', trouble: 'no /metrics: 403', readings }),
      120,
    );
    expect(row).toContain('2.0G');
    expect(row).toContain('no /metrics: 403');
  });

  test('that is selected carries `>`', () => {
    const view = clusterView([memberView('a'), memberView('b', { id: 'b' })]);
    const lines = memberLines(view, { ...initialState, selected: 'b' }, look, 80, 3).map(textOf);
    expect(lines.map((line) => line[0])).toEqual([' ', ' ', '>']);
  });

  test('stays in sight in a list longer than its room', () => {
    const members = Array.from({ length: 20 }, (_, index) => memberView(`m${index}`, { id: `${index}` }));
    const lines = memberLines(clusterView(members), { ...initialState, selected: '17' }, look, 80, 6).map(textOf);
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => line.startsWith('>')).join('')).toContain('m17');
  });
});

describe('order', () => {
  const members = [
    memberView('c', {
      ...{ id: '8e', role: 'unknown', version: '3.5.9', ageSeconds: 4 },
      readings: readingsOf({ walFsyncP99: undefined }),
    }),
    memberView('a', {
      ...{ id: 'a1', role: 'follower', version: '3.5.16', ageSeconds: 9 },
      readings: readingsOf({ walFsyncP99: 0.002 }),
    }),
    memberView('b', {
      ...{ id: '1f', role: 'leader', version: undefined, ageSeconds: 0, level: 'critical' },
      readings: readingsOf({ walFsyncP99: 0.9 }),
    }),
  ];
  const names = (sort: UiState['sort']) =>
    orderedMembers(clusterView(members), { ...initialState, sort })
      .map(({ label }) => label)
      .join('');

  test.each([
    ['given', false, 'cab'],
    ['given', true, 'bac'],
    ['health', false, 'bca'],
    ['walFsyncP99', false, 'bac'],
    ['walFsyncP99', true, 'abc'],
    ['role', false, 'bac'],
    ['role', true, 'abc'],
    ['version', false, 'cab'],
    ['version', true, 'acb'],
    ['id', false, 'bca'],
    ['age', false, 'acb'],
  ] as const)('by %s, inverted %s: %s', (column, inverted, expected) => {
    expect(names({ column, inverted })).toBe(expected);
  });

  test('is by any column that is shown, from left to right', () => {
    const view = clusterView(members);
    const shown = chosenColumns(view, 200, {}, look).map(({ key }) => key);
    expect(shown).toEqual(expect.arrayContaining(['role', 'id', 'version', 'age']));
    expect(sortableColumns(view, 200, {}, look)).toEqual(['given', ...shown.slice(1)]);
  });

  test('the filter finds members only when there are more than seven', () => {
    const many = Array.from({ length: 9 }, (_, index) => memberView(`m${index}`));
    const filtered = { ...initialState, filter: 'M3' };
    expect(orderedMembers(clusterView(many), filtered)).toHaveLength(1);
    expect(orderedMembers(clusterView(many.slice(0, 7)), filtered)).toHaveLength(7);
  });
});

test('a text is cut into cells of exact width, wide characters kept whole', () => {
  expect(slices('refused', [3, 6])).toEqual(['ref', 'used  ']);
  expect(slices('漢字漢', [3, 3])).toEqual(['漢 ', '字~']);
  expect(slices('too long for this', [4, 4])).toEqual(['too ', 'lon~']);
});
