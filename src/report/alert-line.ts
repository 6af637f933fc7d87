import { checks } from '../model/checks.ts';
import { formatDuration } from '../model/format.ts';
import type { AlertNotice, Heartbeat, Notice } from '../model/notice.ts';
import type { LogEntry, LogLevel } from './log-line.ts';
import { metricOfCheck } from './metric-of-check.ts';

/** What the daemon says of a notice; `node` is the host it runs on. */
export function entryOf(notice: Notice, node: string): LogEntry {
  return notice.kind === 'alert' ? alertEntry(notice, node) : heartbeatEntry(notice, node);
}

function alertEntry(notice: AlertNotice, node: string): LogEntry {
  const { alert, state, occasion, severity, cause } = notice;
  const { value, threshold } = alert.finding;
  const about = alert.subject === 'cluster' ? '' : `${alert.subjectName}: `;
  const message = `${about}${messageOf(notice)}`;
  const firing = state === 'firing';
  const next = firing ? (cause?.next[0] ?? alert.finding.remedy) : undefined;
  return {
    at: notice.at,
    level: levelOf(notice),
    msg: 'ETCD_ALERT',
    fields: {
      check: alert.check,
      metric: metricOfCheck(alert.check),
      severity,
      state,
      occasion,
      member: alert.subjectName,
      memberId: notice.memberId ?? null,
      endpoint: notice.endpoint ?? null,
      node,
      value: value ?? null,
      threshold: threshold ?? null,
      for: notice.forSeconds,
      since: new Date(alert.raisedAt).toISOString(),
      message,
      cause: cause?.cause,
      causeText: cause && `${cause.subject === 'cluster' ? '' : `${cause.subjectName}: `}${cause.text}`,
      next,
    },
    text: [
      `${state} ${severity} ${alert.check} ${message}`,
      ...(firing && cause ? [`cause: ${cause.text}`] : []),
      ...(next === undefined ? [] : [`next: ${next}`]),
    ].join(' | '),
  };
}

function messageOf(notice: AlertNotice): string {
  const { alert, state } = notice;
  if (state === 'firing') return firingText(notice);
  const check = checks.find(({ id }) => id === alert.check);
  const seconds = Math.max(0, ((alert.clearedAt ?? alert.raisedAt) - alert.raisedAt) / 1000);
  return check?.cleared?.(alert, seconds) ?? `${check?.title ?? alert.check}: over after ${formatDuration(seconds)}`;
}

/** What fires, in one sentence: "was: ..." where it cannot be measured now, or is gone and waits for its end. */
export const firingText = ({ alert, past }: AlertNotice): string => `${past ? 'was: ' : ''}${alert.finding.text}`;

/** What is over is information; what fires is as bad as it is now. */
function levelOf({ state, severity }: AlertNotice): LogLevel {
  if (state === 'resolved') return 'info';
  return severity === 'critical' ? 'error' : 'warn';
}

function heartbeatEntry({ at, status, firing, summary }: Heartbeat, node: string): LogEntry {
  return {
    at,
    level: 'info',
    msg: 'ETCD_HEARTBEAT',
    fields: { status, firing, node, message: summary },
    text: `${status}, ${firing} firing: ${summary}`,
  };
}
