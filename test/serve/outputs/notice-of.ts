import type { CheckId } from '../../../src/model/check-id.ts';
import type { Severity } from '../../../src/model/finding.ts';
import type { AlertNotice } from '../../../src/model/notice.ts';
import type { Board } from '../../../src/serve/board.ts';
import type { OutputContext } from '../../../src/serve/outputs/output-context.ts';

type Said = {
  readonly check?: CheckId;
  readonly subject?: string;
  readonly name?: string;
  readonly severity?: Severity;
  readonly occasion?: AlertNotice['occasion'];
  readonly at?: number;
  readonly raisedAt?: number;
  readonly text?: string;
  readonly endpoint?: string;
  readonly cause?: AlertNotice['cause'];
  readonly past?: boolean;
};

/** A notice of an alert; about a slow disk of member cp-1 unless told otherwise. */
export function noticeOf(said: Said = {}): AlertNotice {
  const { check = 'wal-fsync-p99', subject = '8e9e05c52164694d', severity = 'warning', occasion = 'raised' } = said;
  const { at = Date.now(), raisedAt = at - 5_000 } = said;
  const subjectName = said.name ?? (subject === 'cluster' ? 'cluster' : 'cp-1');
  const finding = {
    ...{ check, severity, subject, subjectName, value: 0.0382, threshold: 0.01, unit: 'seconds' as const },
    ...{ text: said.text ?? 'WAL fsync p99 38 ms > 10 ms', remedy: 'give etcd a faster disk', source: 'etcd FAQ' },
  };
  const over = occasion === 'cleared';
  const key = `${check} ${subject}`;
  const alert = {
    key,
    check,
    subject,
    subjectName,
    severity,
    raisedAt,
    flaps: 0,
    finding,
    ...(over && { clearedAt: at }),
  };
  return {
    ...{ kind: 'alert', at, state: over ? 'resolved' : 'firing', occasion, alert, severity, forSeconds: 30 },
    // A subject that is named is no member: the cluster, an endpoint, a file.
    ...{ past: said.past, memberId: said.subject === undefined ? subject : undefined },
    ...{ endpoint: said.endpoint ?? 'https://10.0.0.11:2379', cause: said.cause },
  };
}

/** A cause with foreign text in it. */
export const slowDisk: NonNullable<AlertNotice['cause']> = {
  ...{ cause: 'slow-disk', severity: 'warning', subject: '8e9e05c52164694d', subjectName: 'cp-1', confidence: 'high' },
  ...{ text: 'the disk of cp-1 is slow', because: ['wal-fsync-p99'], explains: [], evidence: ['p99 38 ms'] },
  next: ['look at iostat -x 1', 'move etcd to its own disk'],
};

/** The daemon around an output: a node, a known cluster of one member, nothing firing. */
export function contextOf(
  changes: Partial<OutputContext> = {},
  firing: () => readonly AlertNotice[] = () => [],
): OutputContext {
  const view = { clusterId: '9c1f2b71d04ae3f5', members: [{ id: '8e9e05c52164694d' }] } as unknown as Board['view'];
  return { node: 'node-a', version: '0.0.0', environment: {}, board: () => ({ view, firing: firing() }), ...changes };
}
