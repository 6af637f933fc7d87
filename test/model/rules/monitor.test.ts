import { describe, expect, test } from 'vitest';
import { createHistory } from '../../../src/model/history.ts';
import { createMonitor } from '../../../src/model/monitor.ts';
import { ruleFindings } from '../../../src/model/rules/rule-findings.ts';
import { ruleSetOf } from '../../../src/model/rules/rule-sets.ts';
import { beginning, pageAfter, threeAt } from '../samples.ts';

/** A member that is down from `from` on, every `step` seconds. */
const samples = (seconds: number, step: number, from: number) =>
  Array.from({ length: seconds / step + 1 }, (_, i) =>
    threeAt(i * step, i * step >= from ? { c: 'down' } : {}, { interval: step }),
  );

describe('--rules', () => {
  test('mixin in place of the checks: pending first, firing after its 20 minutes', () => {
    const monitor = createMonitor({ windowSeconds: 60, rules: 'mixin' });
    const views = samples(1500, 5, 60).map((sample) => monitor.push(sample));
    const down = (at: number) => views[at / 5]?.findings.filter(({ check }) => check === 'member-down');
    expect(down(30)).toEqual([]);
    expect(down(90)).toMatchObject([
      { severity: 'info', source: 'etcd mixin etcdMembersDown', text: expect.stringMatching(/pending for 30s of 20m/) },
    ]);
    expect(down(1230)).toMatchObject([{ severity: 'info' }]);
    expect(down(1260)).toMatchObject([{ severity: 'warning', subject: 'cluster', value: 1 }]);
    expect(views.at(-1)?.findings.map(({ source }) => source)).toEqual(['etcd mixin etcdMembersDown']);
    expect(monitor.viewAt(18)?.findings).toEqual(views[18]?.findings);
  });
  test('legacy says what it says at once', () => {
    const monitor = createMonitor({ windowSeconds: 5, rules: 'legacy', rulesStepSeconds: 5 });
    const page = (seconds: number) => ({ b: { page: pageAfter(seconds, { etcd_server_proposals_pending: 101 }) } });
    for (const at of [0, 5]) monitor.push(threeAt(at, page(at), { interval: 5 }));
    expect(monitor.latest?.findings).toMatchObject([
      { check: 'proposals-pending', severity: 'critical', subjectName: 'b', source: 'Go etcdoc Pending Proposals' },
    ]);
  });
  test('says which rules know too little', () => {
    const monitor = createMonitor({ windowSeconds: 60, rules: 'mixin' });
    for (const sample of samples(60, 30, 999)) monitor.push(sample);
    const texts = monitor.latest?.blind?.map(({ text }) => text) ?? [];
    expect(texts).toContain('etcdGRPCRequestsSlow: no member exposes grpc_server_handling_seconds_bucket');
    expect(texts).toContain('etcdHighFsyncDurations: needs 14m00s more of history');
    expect(texts.some((text) => text.startsWith('etcdMembersDown: no member'))).toBe(false);
  });
  test('is the same for a history that is over', () => {
    const history = createHistory();
    for (const sample of samples(1500, 10, 60)) history.push(sample);
    const at = (seconds: number) => ruleFindings(ruleSetOf('mixin'), history, beginning + seconds * 1000);
    expect(at(30)).toEqual([]);
    expect(at(600)).toMatchObject([{ severity: 'info' }]);
    expect(at(1400)).toMatchObject([{ severity: 'warning' }]);
  });
});
