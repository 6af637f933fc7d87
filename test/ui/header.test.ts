import { describe, expect, test } from 'vitest';
import { type FrameFacts, freshnessWord } from '../../src/ui/header/freshness.ts';
import { headerLines } from '../../src/ui/header/lines.ts';
import { startLines } from '../../src/ui/header/start.ts';
import type { Line } from '../../src/ui/line.ts';
import { scenarios } from './scenarios.ts';
import { at, clusterView, memberView } from './views.ts';

const look = { glyphs: 'ascii', colors: 'none' } as const;
const live: FrameFacts = {
  mode: 'live',
  paused: false,
  newestAt: at,
  now: at,
  intervalSeconds: 2,
  allowActions: false,
};
const healthy = scenarios['healthy-3'] ?? clusterView([]);
const down = scenarios.down ?? healthy;
const silent = { ...down, members: down.members.map((member) => ({ ...member, access: 'down' as const })) };
const textOf = (line: Line | undefined) => (line ?? []).map(({ text }) => text).join('');

describe('the state word', () => {
  test.each([
    ['LIVE 2s', healthy, {}],
    ['LIVE 2s', healthy, { now: at + 6000 }],
    ['STALE 6s', healthy, { now: at + 6001 }],
    ['LIVE 10s', healthy, { now: at + 6001, intervalSeconds: 10 }],
    ['STALE 20s', { ...healthy, freshness: { state: 'stale', completeAt: at - 20_000 } }, {}],
    ['PARTIAL 2/3', down, {}],
    ['NO ANSWER', silent, {}],
    ['PAUSED', healthy, { paused: true }],
    ['PAUSED -2m00s', healthy, { paused: true, newestAt: at + 120_000 }],
    ['REPLAY', healthy, { mode: 'replay', now: at + 900_000 }],
    ['REPLAY', down, { mode: 'replay' }],
  ] as const)('%s', (word, view, facts) => {
    expect(freshnessWord(view, { ...live, ...facts }).text).toBe(word);
  });
});

describe('line 1 holds the three answers at every width', () => {
  test.each([40, 60, 80, 120, 200])('%d columns', (columns) => {
    const line = textOf(headerLines(healthy, live, look, columns, 1)[0]);
    expect(line).toContain('QUORUM 3/3 OK');
    expect(line).toContain('LIVE 2s');
    if (columns >= 60) expect(line).toContain('leader cp-2');
  });

  test.each([40, 46, 52, 60, 80])('the quorum first, also when much is wrong in a replay, at %d columns', (columns) => {
    const [finding] = scenarios.nospace?.findings ?? [];
    const many =
      finding === undefined ? [] : [...Array(12).fill(finding), { ...finding, severity: 'warning' as const }];
    const named = { ...healthy.leader, name: 'a-name-of-20-letters' };
    const loud = { ...healthy, findings: many, leader: named };
    expect(loud.findings).toHaveLength(13);
    for (const view of [...Object.values(scenarios), loud]) {
      const line = textOf(headerLines(view, { ...live, mode: 'replay' }, look, columns, 1)[0]);
      expect(line).toMatch(/^(etcdoc top +)?(cluster )?([0-9a-f]+ +)?QUORUM /);
    }
  });

  test('since when it leads goes on with the leader', () => {
    const view = { ...healthy, leader: { ...healthy.leader, since: at - 112_000, atLeast: true } };
    expect(textOf(headerLines(view, live, look, 160, 1)[0])).toContain('leader cp-2 for 1m52s+  term');
  });

  test.each([
    [60, /^QUORUM 3\/3 OK [(]tolerates 1[)] {2}leader cp-2 +LIVE/],
    [80, /^cluster 9c1f2b71 {2}QUORUM 3\/3 OK [(]tolerates 1[)] {2}leader cp-2 +LIVE/],
    [120, /^etcdoc top {2}cluster 9c1f2b71d04ae3f5 {2}QUORUM .* term 42 /],
  ])('which cluster it is, at %i columns, where the answers leave room', (columns, expected) => {
    expect(textOf(headerLines(healthy, live, look, columns, 3)[0])).toMatch(expected);
  });

  test('a lost quorum says how many answer: who sees no leader is not counted', () => {
    const view = scenarios['quorum-lost'] ?? healthy;
    const none = { ...view, quorum: { ...view.quorum, healthy: 0 } };
    expect(textOf(headerLines(none, live, look, 80, 1)[0])).toContain('QUORUM 0/3 LOST (1 answers, 2 needed)');
  });

  test('words tell a lost quorum and a missing leader', () => {
    const line = textOf(headerLines(scenarios['quorum-lost'] ?? healthy, live, look, 80, 1)[0]);
    expect(line).toContain('QUORUM 1/3 LOST');
    expect(line).toContain('no leader');
  });
});

describe('what else it says', () => {
  const shown = (view = healthy, facts: Partial<FrameFacts> = {}) =>
    headerLines(view, { ...live, ...facts }, look, 200, 3)
      .map(textOf)
      .join('\n');

  test('who may write, and that a recording runs', () => {
    expect(shown()).toContain('READ-ONLY');
    expect(shown(healthy, { allowActions: true })).toContain('[RW]');
    expect(shown(healthy, { recordingBytes: 41 * 2 ** 20 })).toContain('REC 41M');
  });

  test('alarms by type and member', () => {
    expect(shown(scenarios.nospace)).toContain('ALARM NOSPACE cp-3');
  });

  test('every version of a cluster that is being upgraded', () => {
    const mixed = clusterView([memberView('a', { version: '3.5.9' }), memberView('b')]);
    expect(shown(mixed)).toContain('etcd 3.5.9, 3.6.4');
  });

  test('a number that nobody knows is left out, not zero', () => {
    expect(shown({ ...healthy, totals: {} })).not.toContain('put');
    expect(shown({ ...healthy, revisionPerSecond: undefined })).toContain('rev 8,412,771 ');
  });
});

describe('before any member is known', () => {
  const start = { endpoints: ['https://10.0.0.11:2379'], mode: 'live' } as const;

  test('says whom it asks', () => {
    const lines = startLines(start, undefined, look, 60, 8).map(textOf);
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain('connecting...');
    expect(lines[2]).toContain('https://10.0.0.11:2379');
  });

  test('says what failed and what to try', () => {
    const failed = clusterView([], {
      endpoints: [{ endpoint: 'https://10.0.0.11:2379', error: { kind: 'tls', text: 'unknown authority' } }],
    });
    const text = startLines(start, failed, look, 100, 10).map(textOf).join('\n');
    expect(text).toContain('! https://10.0.0.11:2379  unknown authority');
    expect(text).toContain('--cacert');
  });

  test('says what broke the loop itself', () => {
    const text = startLines({ ...start, problem: 'the recording ends in the middle' }, undefined, look, 60, 10);
    expect(text.map(textOf).join('\n')).toContain('the recording ends in the middle');
  });
});
