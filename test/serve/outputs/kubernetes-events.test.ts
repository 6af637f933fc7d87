import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from 'kubernetes-types/events/v1.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../../src/serve/output.ts';
import { eventOf } from '../../../src/serve/outputs/kubernetes-event.ts';
import { type KubernetesEventsConfig, openKubernetesEvents } from '../../../src/serve/outputs/kubernetes-events.ts';
import { eventually } from '../../lab/wait.ts';
import { type KubernetesServer, startKubernetes } from './kubernetes-server.ts';
import { contextOf, noticeOf, slowDisk } from './notice-of.ts';

let server: KubernetesServer;
const opened: Output[] = [];

beforeEach(async () => {
  server = await startKubernetes();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((output) => output.close(0)));
  await server.close();
});

function open(config: KubernetesEventsConfig = {}, environment: Readonly<Record<string, string>> = {}): Output {
  const { serviceAccount } = server;
  const output = openKubernetesEvents(
    config,
    contextOf({ serviceAccount, environment: { ...server.environment, ...environment } }),
  );
  opened.push(output);
  return output;
}

const pod = { POD_NAME: 'etcdoc-x7k2p', POD_NAMESPACE: 'monitoring', POD_UID: '6f6d2c60-0000-4000-8000-000000000000' };

describe('events', () => {
  test('warn of an alert on the node, and say when it is over', async () => {
    const output = open({}, { NODE_NAME: 'cp-1.example', ...pod });
    const at = Date.parse('2026-11-21T10:00:00.123Z');
    output.take([noticeOf({ at, cause: slowDisk })]);
    output.take([noticeOf({ at: at + 1_000, occasion: 'cleared' })]);
    await eventually(() => output.delivered().sent === 2);
    const [warning, over] = server.events();
    expect(warning).toEqual({
      ...{ apiVersion: 'events.k8s.io/v1', kind: 'Event', type: 'Warning', reason: 'EtcdAlert', action: 'Alert' },
      metadata: { name: expect.stringMatching(/^etcdoc\.[0-9a-f]{24}$/), namespace: 'default' },
      eventTime: '2026-11-21T10:00:00.123000Z',
      reportingController: 'etcdoc',
      reportingInstance: 'etcdoc-x7k2p',
      regarding: { kind: 'Node', apiVersion: 'v1', name: 'cp-1.example', uid: 'cp-1.example' },
      note: 'warning wal-fsync-p99: cp-1: WAL fsync p99 38 ms > 10 ms; slow-disk: the disk of cp-1 is slow',
    });
    expect(over).toMatchObject({ type: 'Normal', reason: 'EtcdAlertResolved', action: 'Resolve' });
    expect(server.refusals).toEqual([]);
    expect(output.problem()).toBeUndefined();
  });

  test('stand on the pod where that is asked for, in its namespace', async () => {
    const output = open({ object: 'pod' }, pod);
    output.take([noticeOf()]);
    await eventually(() => output.delivered().sent === 1);
    expect(server.events()[0]).toMatchObject({
      metadata: { namespace: 'monitoring' },
      regarding: { kind: 'Pod', apiVersion: 'v1', name: pod.POD_NAME, namespace: 'monitoring', uid: pod.POD_UID },
    });
  });

  test('are not made for each repeat, but again before the API server forgets them', async () => {
    const output = open();
    const at = Date.now();
    const sentAfter = { 0: 1, 5: 1, 29: 1, 31: 2, 60: 2, 62: 3 };
    for (const [minute, sent] of Object.entries(sentAfter)) {
      output.take([noticeOf({ at: at + Number(minute) * 60_000, occasion: minute === '0' ? 'raised' : 'repeated' })]);
      await eventually(() => output.delivered().sent === sent);
    }
    output.take([noticeOf({ at: at + 70 * 60_000, occasion: 'cleared' })]);
    await eventually(() => server.events().some(({ type }) => type === 'Normal'));
    const said = server.events().map(({ eventTime }) => Math.round((Date.parse(eventTime) - at) / 60_000));
    expect(said).toEqual([0, 31, 62, 70]);
  });

  test('are made once, also when only the answer was lost', async () => {
    server.failAfterwards(1);
    const output = open();
    output.take([noticeOf()]);
    await eventually(() => output.delivered().sent === 1);
    expect(server.refusals.map((text) => text.slice(0, 3))).toEqual(['500', '409']);
    expect(server.events()).toHaveLength(1);
  });

  test('are made with the token as it is now', async () => {
    const output = open();
    output.take([noticeOf()]);
    await eventually(() => output.delivered().sent === 1);
    server.renewToken('second-token');
    output.take([noticeOf({ occasion: 'cleared' })]);
    await eventually(() => output.delivered().sent === 2);
    expect(server.refusals).toEqual([]);
  });

  test('of hostile names and endless texts are Events all the same', async () => {
    const output = open({}, { POD_NAME: 'p'.repeat(300) });
    const text = `\u001b[2J\u202e${'ü'.repeat(4_000)} https://user:secret@host/`;
    output.take([noticeOf({ name: '\n\u0007', text })]);
    await eventually(() => output.delivered().sent + output.delivered().failed === 1);
    expect(server.refusals).toEqual([]);
    const note = server.events()[0]?.note ?? '';
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(note).toMatch(/^warning wal-fsync-p99: \\x0a\\x07: \\x1b\[2J\\u202eü+\.\.\.$/);
  });

  test('that the server refuses are counted, not sent again', async () => {
    const output = open();
    // Another account's token: as it is after the account was deleted.
    server.renewToken('second-token');
    writeFileSync(join(server.serviceAccount, 'token'), 'first-token');
    output.take([noticeOf()]);
    await eventually(() => output.delivered().failed === 1);
    expect(server.refusals).toEqual(['401 Unauthorized']);
    expect(output.problem()).toMatch(/answered 401: .*Unauthorized/);
  });

  test('go to nobody whose certificate the cluster has not signed', async () => {
    const other = await startKubernetes();
    const { serviceAccount } = other;
    const output = openKubernetesEvents({}, contextOf({ serviceAccount, environment: server.environment }));
    opened.push(output);
    output.take([noticeOf()]);
    await eventually(() => /certificate/.test(output.problem() ?? ''));
    expect(server.events()).toEqual([]);
    await other.close();
  });
});

test('an Event is one by the types of the API', () => {
  const regarding = { kind: 'Node', apiVersion: 'v1', name: 'a', uid: 'a' } as const;
  const typed: Event = eventOf(noticeOf(), regarding, { node: 'a', instance: 'b' });
  expect(typed.kind).toBe('Event');
});

describe('outside a cluster, or without what is needed, the configuration is refused', () => {
  test.each<[string, KubernetesEventsConfig, Readonly<Record<string, string>>, string]>([
    [
      'no API server',
      {},
      { KUBERNETES_SERVICE_HOST: '' },
      'serve.kubernetes_events: KUBERNETES_SERVICE_HOST is not set',
    ],
    ['no pod', { object: 'pod' }, {}, 'serve.kubernetes_events.object: POD_NAME and POD_NAMESPACE are not set'],
    ['no address', {}, { KUBERNETES_SERVICE_HOST: 'a b' }, 'serve.kubernetes_events: a b:'],
  ])('%s', (_, config, environment, message) => {
    expect(() => open(config, environment)).toThrow(message);
  });

  test('no account', () => {
    const context = contextOf({ serviceAccount: '/nonexistent', environment: server.environment });
    expect(() => openKubernetesEvents({}, context)).toThrow(
      'serve.kubernetes_events.bearer_token_file: cannot read /nonexistent/token: ENOENT',
    );
  });
});
