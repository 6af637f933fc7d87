import { expect, test } from 'vitest';
import { createMonitor } from '../../../src/model/monitor.ts';
import type { EndpointSample, SampleError } from '../../../src/model/sample.ts';
import { statusLine } from '../../../src/model/status-line.ts';
import { judge } from '../../../src/model/verdict.ts';
import { sampleOf } from '../samples.ts';
import { type Course, loud, named, viewAfter } from './built.ts';

const allDown: Course = (at) => (at < 4 ? {} : { a: 'down', b: 'down', c: 'down' });

test('when all vanish one statement stands first: nobody answers, so quorum cannot be confirmed; it is not called lost', () => {
  for (const seconds of [4, 20]) {
    const view = viewAfter(seconds, allDown);
    expect(judge(view)).toEqual({ verdict: 'unknown', exitCode: 3 });
    expect(view.quorum.state).toBe('unknown');
    expect(view.findings[0]).toMatchObject({ check: 'endpoint-down', subject: 'cluster', severity: 'critical' });
    expect(view.findings[0]?.text).toBe('no member answers (0 of 3): quorum cannot be confirmed from here');
    expect(named(loud(view))).toEqual(['no-answer cluster medium']);
    const [cause] = loud(view);
    expect(cause?.text).toMatch(
      /^none of 3 members answers; quorum cannot be confirmed: connections are refused at once/,
    );
    expect(cause?.explains).toHaveLength(view.findings.length);
    expect(cause?.next.slice(0, 2)).toEqual(['on a: systemctl status etcd', 'on a: journalctl -u etcd --since -10min']);
    expect(cause?.next.at(-1)).toContain('2 of 3 voters are a quorum');
    expect(cause?.evidence.at(-1)).toMatch(/^last answer of any /);
  }
});

test('where nothing refuses, whether only we are cut off is to be found out before anything else', () => {
  const view = viewAfter(20, (at) => (at < 4 ? {} : { a: 'hung', b: 'hung', c: 'hung' }));
  const [cause] = loud(view);
  expect(cause?.text).toContain('either we are cut off from there, or the hosts or processes are frozen');
  expect(cause?.next[0]).toMatch(/^from here and from another host: nc -vz /);
});

test('of a single member that is gone there is a cause too', () => {
  const monitor = createMonitor({ windowSeconds: 60 });
  const view = monitor.push(sampleOf({ seconds: 0, members: { a: { status: false } } }));
  expect(view.findings.map(({ check }) => check)).toEqual(['member-down']);
  expect(named(loud(view))).toEqual(['no-answer cluster medium']);
  expect(loud(view)[0]?.text).toMatch(/^the only member does not answer/);
});

test('only who answers can say that nobody leads', () => {
  expect(statusLine(viewAfter(20, allDown))).toContain('0/3 ? STALE L=?');
  expect(statusLine(viewAfter(20, allDown))).not.toContain('no-leader');
});

const unlisted = (...endpoints: EndpointSample[]) =>
  createMonitor({ windowSeconds: 60, distribution: 'rke2' }).push({
    ...sampleOf({ seconds: 0, members: {}, endpoints }),
    clusterId: undefined,
  });
const failing = (endpoint: string, kind: SampleError['kind']): EndpointSample => ({
  endpoint,
  error: { kind, text: `it says ${kind}` },
});

test('one endpoint that fails says nothing of the other members', () => {
  const [cause] = loud(unlisted(failing('https://127.0.0.1:2379', 'refused')));
  expect(cause?.text).toMatch(/^the one endpoint asked does not answer, and who else there is is not known; quorum /);
  expect(cause?.next).toEqual([
    'on this host: systemctl status rke2-server; crictl ps -a --name etcd',
    'on this host: tail -n 200 /var/log/pods/kube-system_etcd-*/etcd/*.log',
    'ask other members: --endpoints of one that answers finds the rest',
  ]);
});

test('several endpoints, and names that do not resolve', () => {
  const mixed = unlisted(failing('https://cp-1:2379', 'refused'), failing('https://[fd00::2]:2379', 'timeout'));
  expect(loud(mixed)[0]).toMatchObject({
    cause: 'no-answer',
    evidence: ['1 refused: it says refused; 1 in silence: it says timeout'],
  });
  const [cause] = loud(unlisted(failing('https://cp-1:2379', 'dns')));
  expect(cause?.next[0]).toBe('from here: getent hosts cp-1; mend DNS, or give addresses with --endpoints');
});

test.each(['tls', 'auth', 'reset', 'http', 'cluster-mismatch'] as const)(
  'who refuses us by %s is not silent',
  (kind) => {
    expect(named(unlisted(failing('https://cp-1:2379', kind)).causes).filter((name) => name.startsWith('no-'))).toEqual(
      [],
    );
  },
);

test('of a lost quorum it is said how many voters make one again, with the tool that the release has', () => {
  const blind = { status: { version: '3.4.30', leaderId: undefined, errors: ['etcdserver: no leader'] } };
  const five = (over: ReturnType<Course>) => viewAfter(30, (at) => (at < 10 ? { d: {}, e: {} } : over));
  const lost = loud(five({ a: 'down', b: 'down', c: blind, d: 'down', e: 'down' }))[0];
  expect(lost?.text).toContain('1 of 5 voters left, 3 needed: no writes');
  expect(lost?.next.filter((step) => step.startsWith('bring '))).toHaveLength(2);
  expect(lost?.next).toContain('delete no data directory and remove no member: 2 voters back are a quorum again');
  expect(lost?.next.at(-1)).toContain('etcdctl snapshot restore');
  const enough = loud(five({ a: 'down', b: 'down', c: blind, d: blind, e: blind }))[0];
  expect(enough?.text).toContain('and the 3 of 5 voters left, 3 needed, elect no leader: no writes');
});
