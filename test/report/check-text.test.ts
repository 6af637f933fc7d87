import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { checkResults } from '../../src/report/check-results.ts';
import { checkText } from '../../src/report/check-text.ts';
import { coloured } from '../../src/report/coloured.ts';
import type { ReportOptions } from '../../src/report/format.ts';
import { json } from '../../src/report/json.ts';
import { width } from '../../src/text/width.ts';
import { withoutSecrets } from '../../src/text/without-secrets.ts';
import { beginning, sampleOf, threeAt } from '../model/samples.ts';
import { healthyView, lastView, troubledView } from './views.ts';

const text = (view: ClusterView, options: Partial<ReportOptions> = {}) =>
  checkText.open({ failOn: 'critical', ...options })(view);
const from = { etcdoc: '1.2.3', host: 'cp-1', asked: ['http://a:2379'], recorded: false, samples: 2, rules: 'etcdoc' };
const sections = (report: string) => report.match(/^[A-Z ]+$/gm);
const answering = (metrics: boolean, status: boolean) =>
  lastView(() => ({ a: { ...(!status && { status }), page: metrics && { etcd_server_has_leader: 1 } } }));

describe('the report', () => {
  test('begins with the verdict and has what is worst first', () => {
    const report = text(troubledView(), { from });
    expect(report).toMatch(/^UNHEALTHY: 1 critical, 2 warning, 0 info\n/);
    expect(sections(report)).toEqual(['CAUSES', 'FINDINGS', 'MEMBERS', 'NOT MEASURED']);
    expect(report.indexOf('CRIT c: hung')).toBeLessThan(report.indexOf('WARN b'));
  });

  test('ends with who asked whom, when and for how long', () => {
    expect(text(healthyView(), { from }).split('\n').slice(-2)).toEqual([
      'etcdoc 1.2.3 on cp-1: asked http://a:2379, 2 samples, window 60 s',
      '',
    ]);
    const recorded = { ...from, asked: ['night.ndjson'], recorded: true, samples: 1 };
    expect(text(healthyView(), { from: recorded })).toContain('recording night.ndjson, 1 sample, window');
    expect(text(healthyView(), { from: { ...from, rules: 'mixin' } })).toContain('window 60 s, rules mixin\n');
    const found = { ...from, origin: 'discovery: rke2, /var/lib/rancher' };
    expect(text(healthyView(), { from: found })).toContain('asked http://a:2379 (discovery: rke2,');
  });

  test('does not bury a healthy cluster under what it cannot know', () => {
    const report = text(healthyView());
    const unknown = report.split('NOT MEASURED\n')[1]?.split('\n').filter(Boolean) ?? [];
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length).toBeLessThanOrEqual(6);
    expect(text(healthyView(), { verbose: true }).length).toBeGreaterThan(report.length * 2);
  });

  test('says that one sample has no rates', () => {
    expect(text(healthyView(), { from: { ...from, samples: 1 } })).toContain('Only one sample: no rates');
    expect(text(healthyView(), { from })).not.toContain('Only one sample');
  });
});

describe('-v', () => {
  const report = text(troubledView(), {
    verbose: true,
    off: new Map([['write-load', 'the rule set mixin has no such rule']]),
  });

  test.each([
    ['what passed, with the numbers', /^ {2}PASS alarm-nospace; read Status\.errors$/m],
    ['what passed where it could look', /^ {2}PART backend-commit-p99; backend commit p99 a 4 ms,/m],
    ['what was found', /^ {2}CRIT member-down; read /m],
    ['what could not be judged, and why', /^ {2}\? {4}growth-forecast; .*needs \S+ more of history/m],
    ['what has nothing to compare with', /^ {2}OFF {2}db-size; no bound is set$/m],
    ['what is switched off', /^ {2}OFF {2}write-load; the rule set mixin has no such rule$/m],
  ])('tells %s', (_, line) => expect(report).toMatch(line));

  test('shows how long certificates last, and clocks with their error', () => {
    const seen = { page: { etcd_server_has_leader: 1 }, clock: { offsetSeconds: 0.2, errorSeconds: 0.5 } };
    const day = 86_400_000;
    const view = lastView(() => ({ a: { ...seen, servingCertNotAfter: beginning + 90 * day }, b: seen }));
    const report = text(view, { verbose: true }).replaceAll(/\n {7}/g, ' ');
    expect(report).toMatch(/PART cert-expiry; certificate expiry a \d\dd\S* left; not b: its certificate was not seen/);
    expect(report).toMatch(/clock-skew; clock skew a 200 ms from ours, give or take 500 ms, b 200 ms/);
  });

  test('does not pass certificates where there is no TLS', () => {
    const view = lastView(() => ({ a: { page: { etcd_server_has_leader: 1 } } }));
    const members = view.members.map((member) => ({
      ...member,
      sample: { ...member.sample, endpoint: 'http://a:2379' },
    }));
    const plain = text({ ...view, members, blind: [] }, { verbose: true });
    expect(plain).toMatch(/^ {2}OFF {2}cert-expiry; no member is asked over TLS$/m);
    expect(text({ ...view, blind: [] }, { verbose: true })).toMatch(/^ {2}PASS cert-expiry; /m);
  });

  test('has a line for each check, of at most 80 columns', () => {
    const results = checkResults(troubledView());
    for (const { check } of results) expect(report).toMatch(new RegExp(`^  (\\S+ +)${check.id};`, 'm'));
    expect(report.split('\n').filter((line) => width(line) > 80)).toEqual([]);
  });
});

describe('what a check could not look at has not passed', () => {
  const state = (view: ClusterView, id: string) => checkResults(view).find(({ check }) => check.id === id)?.state;

  test('without metrics', () => {
    expect(state(answering(false, true), 'wal-fsync-p99')).toBe('unknown');
    expect(state(answering(false, true), 'alarm-nospace')).toBe('pass');
  });

  test('without the API', () => {
    const view = { ...answering(true, false), clusterId: undefined };
    expect(state(view, 'alarm-nospace')).toBe('unknown');
    const report = text(view);
    expect(report).toMatch(/, as far as metrics alone tell:/);
    expect(report).toContain('member list unknown');
    expect(report).toContain('No endpoint answers the API');
    const { cluster } = JSON.parse(json.open({ failOn: 'critical' })(view));
    expect(cluster).toMatchObject({ members: 1, voters: null, quorum: null, canLose: null });
  });

  test('with nobody', () => {
    const report = text(answering(false, false));
    expect(report).toMatch(/^UNKNOWN: no member answered, so quorum cannot be confirmed\n/);
    const passed = checkResults(answering(false, false)).filter(({ state }) => state === 'pass' || state === 'part');
    expect(passed).toEqual([]);
  });

  test('with nobody of those who are known, or no endpoint, each reason once', () => {
    const known = text(createMonitor({ windowSeconds: 60 }).push(threeAt(0, { a: 'down', b: 'down', c: 'down' })));
    expect(known).toContain('leader not known');
    expect(known).not.toContain('No endpoint answers the API');
    const error = { kind: 'refused', text: 'connection refused' } as const;
    const endpoints = ['https://a:2379', 'https://b:2379'].map((endpoint) => ({ endpoint, error }));
    const sample = { ...sampleOf({ seconds: 0, members: {}, endpoints }), clusterId: undefined };
    const none = text(createMonitor({ windowSeconds: 60 }).push(sample));
    expect(none.match(/https:\/\/b:2379: connection/g)).toHaveLength(1);
    expect(none).toContain('1. CRIT none of the 2 endpoints answers; quorum cannot be confirmed');
  });
});

describe('secrets', () => {
  test.each([
    ['https://root:p%40ss@10.0.0.1:2379 refused', 'https://10.0.0.1:2379 refused'],
    ['(http://h:2381/metrics?token=abc): 404', '(http://h:2381/metrics?...): 404'],
    ['"http://h/metrics?a=b&c=d", "x"', '"http://h/metrics?...", "x"'],
    ['mail a@b, http://h:1, why?', 'mail a@b, http://h:1, why?'],
    ['/etc/etcd/server.key', '/etc/etcd/server.key'],
  ])('%j is %j', (said, kept) => expect(withoutSecrets(said)).toBe(kept));

  test('that a member advertises are in no report', () => {
    const view = troubledView();
    const endpoint = 'https://root:hunter2@10.0.0.1:2379';
    const members = view.members.map((member) => ({ ...member, sample: { ...member.sample, endpoint } }));
    const endpoints = [{ endpoint, error: { kind: 'refused' as const, text: `${endpoint} refused` } }];
    const asked = ['http://h/metrics?token=hunter2'];
    for (const format of [checkText, json]) {
      const report = format.open({ failOn: 'critical', from: { ...from, asked }, verbose: true })({
        ...view,
        members,
        endpoints,
      });
      expect(report).not.toContain('hunter2');
      expect(report).toContain('10.0.0.1:2379');
    }
  });
});

test('members of which the same is to be said share a line', () => {
  const view = lastView(() => ({ a: {}, b: {}, c: {} }));
  const report = text(view);
  expect(report).toMatch(/^ {2}INFO a, b, c: no metrics/m);
  expect(report.match(/^ {7}do: /gm)).toHaveLength(1);
  expect(report).toContain('a, b, c: no disk latency, RTT and rates (see FINDINGS)');
});

test('colours repeat what the words say', () => {
  const plain = text(troubledView(), { verbose: true });
  const drawn = coloured(plain);
  expect(drawn).toContain('\x1b[1;31mUNHEALTHY\x1b[0m: 1 critical');
  expect(drawn).toContain('  \x1b[31mCRIT\x1b[0m c: hung');
  expect(drawn).toContain('\x1b[1mNOT MEASURED\x1b[0m\n');
  expect(stripVTControlCharacters(drawn)).toBe(plain);
});
