import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { createNotices } from '../../src/model/notices.ts';
import { entryOf } from '../../src/report/alert-line.ts';
import { type LogFormat, logLine } from '../../src/report/log-line.ts';
import { noticeOf, slowDisk } from '../serve/outputs/notice-of.ts';

const at = Date.UTC(2026, 10, 21, 14, 2, 11);
const line = (said: Parameters<typeof noticeOf>[0], format: LogFormat = 'json') =>
  logLine(entryOf(noticeOf({ at, raisedAt: at - 30_000, ...said }), 'node-a'), format);

describe('an alert line', () => {
  test('is one JSON object with everything that tools key on', () => {
    const text = line({ severity: 'critical', cause: slowDisk });
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      time: '2026-11-21T14:02:11.000Z',
      level: 'error',
      msg: 'ETCD_ALERT',
      check: 'wal-fsync-p99',
      metric: 'walFsyncP99',
      severity: 'critical',
      state: 'firing',
      occasion: 'raised',
      member: 'cp-1',
      memberId: '8e9e05c52164694d',
      endpoint: 'https://10.0.0.11:2379',
      node: 'node-a',
      value: 0.0382,
      threshold: 0.01,
      for: 30,
      since: '2026-11-21T14:01:41.000Z',
      message: 'cp-1: WAL fsync p99 38 ms > 10 ms',
      cause: 'slow-disk',
      causeText: 'cp-1: the disk of cp-1 is slow',
      next: 'look at iostat -x 1',
    });
  });

  test('says what to do by the check where no cause accounts for it, and nothing once it is over', () => {
    expect(JSON.parse(line({}))).toMatchObject({ level: 'warn', next: 'give etcd a faster disk' });
    const over = JSON.parse(line({ occasion: 'cleared' }));
    expect(over).toMatchObject({ level: 'info', state: 'resolved' });
    expect(over.message).toMatch(/^cp-1: WAL fsync p99 is well again after /);
    expect(over).not.toHaveProperty('next');
  });

  test('is key=value in logfmt, and a sentence as text', () => {
    const logfmt = line({ cause: slowDisk }, 'logfmt');
    expect(logfmt).toMatch(/^time=2026-11-21T14:02:11\.000Z level=warn msg=ETCD_ALERT check=wal-fsync-p99 /);
    expect(logfmt).toContain(' message="cp-1: WAL fsync p99 38 ms > 10 ms" ');
    expect(line({ cause: slowDisk }, 'text')).toBe(
      '2026-11-21T14:02:11.000Z WARN  ETCD_ALERT firing warning wal-fsync-p99 cp-1: WAL fsync p99 38 ms > 10 ms | cause: the disk of cp-1 is slow | next: look at iostat -x 1\n',
    );
  });

  test('is of the past where it cannot be measured now', () => {
    expect(JSON.parse(line({ past: true, occasion: 'repeated' })).message).toBe(
      'cp-1: was: WAL fsync p99 38 ms > 10 ms',
    );
  });

  test.each(['the CA of kubeadm (/etc/kubernetes/pki/etcd/ca.crt)', 'https://10.0.0.9:2379', 'cluster'])(
    'has a member id only for a member: %s',
    (subject) => {
      expect(JSON.parse(line({ subject, name: subject }))).toMatchObject({ member: subject, memberId: null });
    },
  );

  test.each(['json', 'logfmt', 'text'] as const)(
    'lets no foreign text break a line of %s, nor a secret through',
    (format) => {
      const text = line(
        {
          name: 'cp\n{"msg":"ETCD_ALERT"}\x1b[31m',
          text: 'refused by https://root:hunter2@cp:2379/?token=abc',
          endpoint: 'https://u:p@h',
        },
        format,
      );
      expect(text.trimEnd()).not.toContain('\n');
      expect(text).not.toContain('\x1b');
      expect(text).not.toMatch(/hunter2|abc|u:p@/);
      if (format === 'json') expect(JSON.parse(text).member).toContain('\\x0a');
    },
  );

  test('has null for a number that there is none of', () => {
    const notices = createNotices(300);
    const error = { kind: 'refused', text: 'connection refused' } as const;
    const view = createMonitor({ windowSeconds: 60 }).push({
      ...{ at, mono: 0, intervalSeconds: 15, members: [] },
      endpoints: [{ endpoint: 'https://127.0.0.1:2379', error }],
    });
    const [notice] = notices.update(view, 0, () => true).said;
    expect(notice && JSON.parse(logLine(entryOf(notice, 'n'), 'json'))).toMatchObject({
      ...{ check: 'endpoint-down', metric: 'endpoint-down', severity: 'critical', member: 'cluster', memberId: null },
      ...{ endpoint: 'https://127.0.0.1:2379', value: null, threshold: null, for: 0 },
      message: 'no endpoint answers: https://127.0.0.1:2379: connection refused',
    });
  });
});

test('a heartbeat is a line of the same form', () => {
  const beat = { kind: 'heartbeat', at, status: 'healthy', firing: 0, summary: '9c1f2b71 3/3 OK' } as const;
  expect(JSON.parse(logLine(entryOf(beat, 'n'), 'json'))).toEqual({
    ...{ time: '2026-11-21T14:02:11.000Z', level: 'info', msg: 'ETCD_HEARTBEAT' },
    ...{ status: 'healthy', firing: 0, node: 'n', message: '9c1f2b71 3/3 OK' },
  });
});

test('a report is its lines, in every form', () => {
  const entry = { at, level: 'info', msg: 'ETCD_REPORT', fields: { verdict: 'healthy' }, text: 'healthy' } as const;
  const lines = ['HEALTHY', '', '  a: \x1b[2J'];
  expect(JSON.parse(logLine({ ...entry, lines }, 'json')).report).toEqual(['HEALTHY', '', '  a: \\x1b[2J']);
  expect(logLine({ ...entry, lines }, 'logfmt')).toMatch(/report="HEALTHY \| .*"\n$/);
  expect(
    logLine({ ...entry, lines }, 'text')
      .split('\n')
      .slice(1),
  ).toEqual(['  HEALTHY', '', '    a: \\x1b[2J', '']);
});
