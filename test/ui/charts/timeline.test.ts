import { expect, test } from 'vitest';
import type { LeaderSpan } from '../../../src/model/view.ts';
import { leaderColumns, markColumns } from '../../../src/ui/charts/timeline.ts';
import { event, member, view } from '../panes/stage.ts';

const members = [member('a', 'cp-1'), member('b', 'cp-2')];
const timeline = { columns: 10, seconds: 5, at: 49_000 };

function drawn(...spans: readonly LeaderSpan[]): string {
  const made = view(members);
  return leaderColumns({ members, leader: { ...made.leader, spans } }, timeline);
}

test('shows the place of the leader per column', () =>
  expect(drawn({ fromAt: 0, toAt: 49_000, id: 'b' })).toBe('2222222222'));

test('is blank before history and while nobody leads', () =>
  expect(drawn({ fromAt: 10_000, toAt: 24_999, id: 'a' }, { fromAt: 25_000, toAt: 49_000 })).toBe('  111     '));

test('marks an election where it happened, after a time without a leader too', () => {
  expect(drawn({ fromAt: 0, toAt: 21_000, id: 'a' }, { fromAt: 21_000, toAt: 49_000, id: 'b' })).toBe('1111|22222');
  const lost = { fromAt: 20_000, toAt: 29_999 };
  expect(drawn({ fromAt: 0, toAt: 20_000, id: 'a' }, lost, { fromAt: 31_000, toAt: 49_000, id: 'b' })).toBe(
    '1111  |222',
  );
});

test('the same leader in a new term was elected again', () =>
  expect(
    drawn({ fromAt: 0, toAt: 21_000, id: 'a', term: 1n }, { fromAt: 21_000, toAt: 49_000, id: 'a', term: 2n }),
  ).toBe('1111|11111'));

test('a leader that is no member any more is a question mark', () =>
  expect(drawn({ fromAt: 0, toAt: 49_000, id: 'gone' })).toBe('??????????'));

test('marks stand at their time', () =>
  expect(markColumns([event('MARK', 12_000, undefined, 'drain'), event('OK', 40_000, undefined, '')], timeline)).toBe(
    '..M.......',
  ));
