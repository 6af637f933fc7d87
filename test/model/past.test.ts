import { describe, expect, test } from 'vitest';
import { lastRestart } from '../../src/model/derive/restarts.ts';
import { createPast } from '../../src/model/past.ts';
import { beginning, idOf, type MemberPlan, pageAfter, threeAt } from './samples.ts';

/** The runs of member c, by version, after samples every two seconds. */
function runs(plans: readonly (MemberPlan | 'down')[]): string[] {
  const past = createPast();
  plans.forEach((c, number) => {
    past.record(number, threeAt(number * 2, { c }));
  });
  return (past.member(idOf('c'))?.life.upTo(plans.length) ?? []).map(({ value }) => `${value.run} ${value.version}`);
}
const told = (version: string, page: NonNullable<MemberPlan['page']>): MemberPlan => ({ status: { version }, page });

describe('another version is another process', () => {
  const young = pageAfter(0);
  test('though neither counters nor the start time tell', () =>
    expect(runs([told('3.5.16', young), told('3.6.1', young), told('3.6.1', young)])).toEqual(['0 3.5.16', '1 3.6.1']));
  test('without metrics, and over a time without answers', () => {
    expect(runs([told('3.5.16', false), told('3.6.1', false)])).toEqual(['0 3.5.16', '1 3.6.1']);
    expect(runs([told('3.5.16', young), 'down', 'down', told('3.6.1', young)])).toEqual(['0 3.5.16', '1 3.6.1']);
  });
  test('back to an older one too', () =>
    expect(runs([told('3.6.1', young), told('3.5.16', young)])).toEqual(['0 3.6.1', '1 3.5.16']));
  test('counts once, also where the page that shows the restart comes a sample later', () => {
    const before = pageAfter(100);
    const after = pageAfter(1, { process_start_time_seconds: beginning / 1000 + 1 });
    expect(runs([told('3.5.16', before), told('3.6.1', after), told('3.6.1', after)])).toHaveLength(2);
    expect(runs([told('3.5.16', before), told('3.6.1', false), told('3.6.1', after)])).toEqual(['0 3.5.16', '1 3.6.1']);
  });
  test('and is what the restart is told with', () => {
    const past = createPast();
    past.record(0, threeAt(0, { c: told('3.5.16', young) }));
    past.record(1, threeAt(2, { c: told('3.6.1', young) }));
    expect(lastRestart(past, idOf('c'), 1)).toMatchObject({ number: 1, fromVersion: '3.5.16', toVersion: '3.6.1' });
  });
});

test('one version that goes on is one process', () => {
  const page = (seconds: number) => told('3.5.16', pageAfter(seconds));
  expect(runs([page(0), page(2), 'down', page(6)])).toEqual(['0 3.5.16']);
});
