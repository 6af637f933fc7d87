import { describe, expect, test } from 'vitest';
import { causeIds } from '../../../src/model/cause.ts';
import { causes } from '../../../src/model/causes.ts';
import { checkIds } from '../../../src/model/check-id.ts';
import type { StatusSample } from '../../../src/model/sample.ts';
import { beginning, idOf, type MemberPlan, pageAfter } from '../samples.ts';
import { type Course, loud, named, slowPage, viewAfter } from './built.ts';

const rttPage = (seconds: number, to: readonly string[], rtt: number) =>
  pageAfter(
    seconds,
    Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        `etcd_network_peer_round_trip_time_seconds{To="${idOf(name)}"}`,
        to.includes(name) ? { [rtt / 2]: 0, [rtt]: seconds, Infinity: 0 } : { 0.001: seconds, [rtt]: 0, Infinity: 0 },
      ]),
    ),
  );
const peersPage = (seconds: number, active: Readonly<Record<string, number>>) =>
  pageAfter(
    seconds,
    Object.fromEntries(
      Object.entries(active).map(([to, value]) => [`etcd_network_active_peers{Local="x",Remote="${idOf(to)}"}`, value]),
    ),
  );
const all =
  (of: (seconds: number) => MemberPlan): Course =>
  (seconds) => ({ a: of(seconds), b: of(seconds), c: of(seconds) });
const status = (over: Partial<StatusSample>): Partial<StatusSample> => over;
const nospace = status({ errors: [`memberID:${BigInt(`0x${idOf('b')}`)} alarm:NOSPACE `] });

describe('of an incident the cause is named first, and nothing else above info', () => {
  test.each<[string, number, Course, string]>([
    ['the slow disk of a follower', 20, (at) => ({ c: { page: slowPage(at, 0.064, 0.128) } }), 'slow-disk c high'],
    ['the slow disk of the leader', 20, (at) => ({ a: { page: slowPage(at, 0.064, 0.128) } }), 'slow-disk a high'],
    ['a disk slow only for the log', 20, (at) => ({ c: { page: slowPage(at, 0.064, 0.004) } }), 'slow-disk c medium'],
    ['all disks slow at once', 20, all((at) => ({ page: slowPage(at, 0.064, 0.128) })), 'slow-disk cluster medium'],
    [
      'slow links of one member',
      20,
      (at) => ({
        a: { page: rttPage(at, ['c'], 0.2048) },
        b: { page: rttPage(at, ['c'], 0.2048) },
        c: { page: rttPage(at, ['a', 'b'], 0.2048) },
      }),
      'slow-network c high',
    ],
    [
      'a slow link between two members',
      20,
      (at) => ({
        a: { page: rttPage(at, ['c'], 0.2048) },
        b: { page: rttPage(at, [], 0.2048) },
        c: { page: rttPage(at, ['a'], 0.2048) },
      }),
      'slow-network cluster high',
    ],
    [
      'a member that answers us and sees no leader',
      20,
      (at) =>
        at < 6
          ? {}
          : { c: { page: pageAfter(at), status: { leaderId: undefined, errors: ['etcdserver: no leader'] } } },
      'partition c high',
    ],
    ['a crash', 40, (at) => (at < 10 ? {} : { c: 'down' }), 'member-down c medium'],
    [
      'a crash that its peers notice',
      40,
      (at) =>
        at < 10
          ? {}
          : { a: { page: peersPage(at, { b: 1, c: 0 }) }, b: { page: peersPage(at, { a: 1, c: 0 }) }, c: 'down' },
      'member-down c high',
    ],
    ['a member never seen alive', 4, () => ({ c: 'down' }), 'member-down c medium'],
    ['a hang', 30, (at) => (at < 10 ? {} : { c: 'hung' }), 'member-hung c medium'],
    [
      'a hang while its peers stay connected',
      30,
      (at) =>
        at < 10
          ? {}
          : { a: { page: peersPage(at, { b: 1, c: 1 }) }, b: { page: peersPage(at, { a: 1, c: 1 }) }, c: 'hung' },
      'member-hung c high',
    ],
    [
      'a client port that only we cannot reach',
      60,
      (at) =>
        at < 10
          ? {}
          : { a: { page: peersPage(at, { b: 1, c: 1 }) }, b: { page: peersPage(at, { a: 1, c: 1 }) }, c: 'down' },
      'partition c medium',
    ],
    [
      'a lost quorum',
      30,
      (at) =>
        at < 10
          ? {}
          : {
              a: 'down',
              b: 'down',
              c: {
                page: pageAfter(at, { etcd_server_has_leader: 0 }),
                status: { leaderId: undefined, errors: ['etcdserver: no leader'] },
              },
            },
      'quorum-lost cluster high',
    ],
    [
      'silence of all, each host refusing',
      30,
      (at) => (at < 10 ? {} : { a: 'down', b: 'down', c: 'down' }),
      'no-answer cluster medium',
    ],
    [
      'silence of all, nothing refusing',
      30,
      (at) => (at < 10 ? {} : { a: 'hung', b: 'hung', c: 'hung' }),
      'no-answer cluster low',
    ],
    ['silence of all from the start', 2, () => ({ a: 'down', b: 'hung', c: 'down' }), 'no-answer cluster low'],
    [
      'voters that answer and elect nobody',
      40,
      all((at) => ({
        page: pageAfter(at),
        status: at < 6 ? {} : { leaderId: undefined, errors: ['etcdserver: no leader'] },
      })),
      'partition cluster medium',
    ],
    [
      'a leader that changes and changes',
      40,
      all((at) => ({
        page: pageAfter(at),
        status: { leaderId: idOf('abc'.charAt(Math.floor(at / 6) % 3)), term: BigInt(2 + Math.floor(at / 6)) },
      })),
      'leader-flapping cluster medium',
    ],
    [
      'NOSPACE',
      4,
      all((at) => ({ page: pageAfter(at, { etcd_server_quota_backend_bytes: 19e6 }), status: nospace })),
      'quota-exhausted cluster high',
    ],
    [
      'a quota nearly used',
      4,
      all((at) => ({ page: pageAfter(at, { etcd_server_quota_backend_bytes: 22e6 }) })),
      'quota-soon cluster high',
    ],
    [
      'fragmentation',
      4,
      all((at) => ({ page: pageAfter(at), status: { dbSizeBytes: 900e6, dbInUseBytes: 200e6 } })),
      'fragmentation cluster high',
    ],
    [
      'a client that writes furiously, seen without metrics too',
      60,
      all((at) => ({ page: false, status: { revision: BigInt(900 + (at < 40 ? at * 20 : 800 + (at - 40) * 800)) } })),
      'runaway-writer cluster medium',
    ],
    [
      'large reads',
      20,
      (at) => ({
        b: {
          page: pageAfter(at, {
            etcd_server_slow_apply_total: at * 2,
            etcd_network_client_grpc_sent_bytes_total: at * 40e6,
          }),
        },
      }),
      'overload b high',
    ],
    [
      'reads that fill a link before anything is slow',
      20,
      (at) => ({ b: { page: pageAfter(at, { etcd_network_client_grpc_sent_bytes_total: at * 400e6 }) } }),
      'overload b medium',
    ],
    [
      'a leader with more to do than it can, while its disk and its links are well',
      20,
      (at) => ({
        a: { page: pageAfter(at, { etcd_server_slow_apply_total: at * 2, process_cpu_seconds_total: at * 1.9 }) },
      }),
      'overload a medium',
    ],
    [
      'a learner that stands still while the others go on',
      40,
      (at) => ({
        ...all((now) => ({
          page: pageAfter(now),
          status: { raftIndex: BigInt(1000 + now * 50), appliedIndex: BigInt(1000 + now * 50) },
        }))(at),
        d: { learner: true, page: pageAfter(at), status: { raftIndex: 900n, appliedIndex: 900n } },
      }),
      'learner-stalled d medium',
    ],
  ])('%s', (_, seconds, course, wanted) => {
    const view = viewAfter(seconds, course);
    expect(named(loud(view))[0]).toBe(wanted);
    expect(new Set(loud(view).map(({ cause }) => cause)).size).toBe(1);
  });

  test('certificates that are refused', () => {
    const text = 'the certificate of the server expired on 2026-11-20';
    const view = viewAfter(
      20,
      () => ({ c: { status: false, page: false, error: 'tls' } }),
      () => ({ endpoints: [{ endpoint: 'https://d:2379', error: { kind: 'tls', text } }] }),
    );
    expect(named(loud(view))).toEqual(['certificate c high']);
    expect(view.causes[0]?.evidence.join()).toContain(text);
    expect(view.causes[0]?.next[0]).toContain('for each file of --cert-file');
  });

  test('what one reason keeps several from being asked is evidence once', () => {
    const error = { kind: 'tls', text: 'our client certificate c.crt expired on 2026-11-20: renew it' } as const;
    const endpoints = ['https://d:2379', 'https://e:2379'].map((endpoint) => ({ endpoint, error }));
    const view = viewAfter(
      4,
      () => ({}),
      () => ({ endpoints }),
    );
    expect(view.causes[0]?.evidence).toEqual([`https://d:2379, https://e:2379: ${error.text}`]);
  });

  test('a handshake that fails everywhere sends nobody to renew the certificates of others', () => {
    const refused: MemberPlan = { status: false, page: false, error: 'tls' };
    const next = viewAfter(2, () => ({ a: refused, b: refused, c: refused })).causes[0]?.next ?? [];
    expect(next[0]).toContain('our own --cacert and --cert');
    expect(next.join()).not.toContain('for each file of --cert-file');
  });

  test('an endpoint of another cluster', () => {
    const error = { kind: 'cluster-mismatch', text: 'http://x:2379 belongs to another cluster' } as const;
    const view = viewAfter(
      4,
      () => ({}),
      () => ({ endpoints: [{ endpoint: 'http://x:2379', error }] }),
    );
    expect(named(loud(view))).toEqual(['cluster-mismatch http://x:2379 high']);
    expect(view.findings.map(({ subjectName, text }) => `${subjectName} ${text}`)).toEqual([error.text]);
  });
});

describe('what is no incident has no cause above info', () => {
  const restarted = (at: number, from: number) =>
    pageAfter(
      at,
      at < from ? {} : { process_start_time_seconds: beginning / 1000 + from, process_cpu_seconds_total: at - from },
    );
  const awayFor =
    (name: string, from: number, until: number): Course =>
    (at) =>
      at >= from && at < until ? { [name]: 'down' as const } : { [name]: { page: restarted(at, until) } };
  test.each<[string, number, Course]>([
    [
      'idle',
      60,
      all((at) => ({
        page: pageAfter(at, {
          etcd_mvcc_put_total: 5,
          etcd_disk_wal_fsync_duration_seconds: { 0.001: 3, Infinity: 0 },
        }),
      })),
    ],
    [
      'busy',
      60,
      all((at) => ({
        page: pageAfter(at, { etcd_mvcc_put_total: at * 400 }),
        status: {
          revision: BigInt(900 + at * 400),
          raftIndex: BigInt(1000 + at * 400),
          appliedIndex: BigInt(1000 + at * 400),
        },
      })),
    ],
    [
      'a rolling restart done right',
      90,
      (at) => ({ ...awayFor('b', 10, 16)(at), ...awayFor('c', 40, 48)(at), ...awayFor('a', 70, 76)(at) }),
    ],
    [
      'a leader moved on purpose',
      40,
      all((at) => ({ page: pageAfter(at), status: { leaderId: idOf(at < 20 ? 'a' : 'b'), term: at < 20 ? 2n : 3n } })),
    ],
    [
      'a snapshot taken',
      40,
      (at) => ({ b: { page: pageAfter(at, { etcd_network_client_grpc_sent_bytes_total: at < 20 ? 0 : 20e6 }) } }),
    ],
    [
      'a defragmentation under way',
      10,
      (at) => ({ b: { page: pageAfter(at, { etcd_disk_defrag_inflight: at > 4 ? 1 : 0 }) } }),
    ],
    [
      'a learner that is catching up',
      40,
      (at) => ({ d: { learner: true, page: pageAfter(at), status: { raftIndex: BigInt(at * 20) } } }),
    ],
    ['a member added', 40, (at) => (at < 20 ? {} : { d: { page: pageAfter(at) }, e: { page: pageAfter(at) } })],
    ['members that are a few entries apart', 20, (at) => ({ c: { page: pageAfter(at), status: { raftIndex: 960n } } })],
    ['metrics that were never there', 20, all(() => ({ page: false }))],
  ])('%s', (_, seconds, course) => {
    for (let until = 0; until <= seconds; until += 10) expect(named(loud(viewAfter(until, course)))).toEqual([]);
  });
});

describe('causes', () => {
  test('account for the findings that follow from them, and leave no two for one', () => {
    const view = viewAfter(20, (at) => ({
      c: {
        page: slowPage(at, 0.064, 0.128, { etcd_server_slow_apply_total: at }),
        status: { raftIndex: 9000n, appliedIndex: 8000n },
      },
    }));
    const [cause] = view.causes;
    expect(cause?.because).toEqual(expect.arrayContaining(['wal-fsync-p99', 'backend-commit-p99']));
    expect(cause?.explains.map(({ check }) => check)).toContain('apply-backlog');
    expect(named(loud(view))).toEqual(['slow-disk c high']);
  });
  test('name the disk that is far slower than others that are not well either, and name it first', () => {
    const view = viewAfter(20, (at) => ({
      a: { page: slowPage(at, 0.016, 0.032) },
      b: { page: slowPage(at, 0.016, 0.032) },
      c: { page: slowPage(at, 0.128, 0.128) },
    }));
    expect(named(loud(view))).toEqual(['slow-disk c high', 'slow-disk a high', 'slow-disk b high']);
  });
  test('say of a disk without metrics no more than is known', () => {
    const view = viewAfter(20, (at) => ({
      a: { page: pageAfter(at), status: { raftIndex: 9000n, appliedIndex: 9000n } },
      b: { page: pageAfter(at), status: { raftIndex: 9000n, appliedIndex: 9000n } },
      c: { page: false },
    }));
    expect(view.causes[0]).toMatchObject({
      cause: 'slow-disk',
      confidence: 'low',
      text: expect.stringContaining('only its metrics would tell'),
    });
  });
  test('make no case of a handful of writes', () => {
    const page = (at: number) =>
      pageAfter(at, { etcd_disk_wal_fsync_duration_seconds: { 0.032: 0, 0.064: at > 2 ? 3 : 0, Infinity: 0 } });
    expect(viewAfter(20, (at) => ({ c: { page: page(at) } })).causes).toMatchObject([
      { cause: 'slow-disk', severity: 'info', confidence: 'low' },
    ]);
  });
  test('wait with a member that may only be restarting, not with one that never answered', () => {
    const young = viewAfter(14, (at) => (at < 10 ? {} : { c: 'down' })).causes[0];
    expect(young).toMatchObject({ cause: 'member-down', severity: 'info', confidence: 'low' });
    expect(viewAfter(2, () => ({ c: 'down' })).causes[0]).toMatchObject({ severity: 'critical' });
  });
  test('say since when, from the alert', () => {
    expect(viewAfter(40, (at) => (at < 10 ? {} : { c: 'down' })).causes[0]?.since).toBe(beginning + 10_000);
  });
  test('call three restarts a loop, not a plan', () => {
    const life = (at: number) => Math.floor(at / 20);
    const view = viewAfter(70, (at) => ({
      c: {
        page: pageAfter(at, {
          process_start_time_seconds: beginning / 1000 + life(at) * 20,
          process_cpu_seconds_total: at % 20,
        }),
      },
    }));
    expect(named(view.causes)).toEqual(['member-down c high']);
    expect(view.causes[0]?.text).toContain('crash loop');
  });
  test('know that space is free again and only the alarm is left', () => {
    const [cause] = viewAfter(
      4,
      all((at) => ({ page: pageAfter(at), status: nospace })),
    ).causes;
    expect(cause?.next[0]).toBe('etcdctl --cacert CA --cert CERT --key KEY --endpoints=https://a:2379 alarm disarm');
  });
  test('name the commands of the distribution', () => {
    const next = (distribution?: string) =>
      viewAfter(40, (at) => (at < 10 ? {} : { c: 'down' }), undefined, { distribution }).causes[0]?.next.join('\n');
    expect(next()).toContain('journalctl -u etcd');
    expect(next('k3s')).toContain('journalctl -u k3s');
    expect(next('rke2')).toContain('rke2-server');
    expect(next('unheard-of')).toBe(next());
  });
});

test('the table has a row for every cause, each with what it reads', () => {
  expect(causes.map(({ id }) => id).sort()).toEqual([...causeIds].sort());
  for (const { title, reads } of causes) expect(title.length * reads.length).toBeGreaterThan(0);
  expect(checkIds.length).toBeGreaterThan(0);
});
