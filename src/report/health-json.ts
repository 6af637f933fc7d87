import type { AlertNotice, Heartbeat } from '../model/notice.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import { firingText } from './alert-line.ts';
import { jsonText } from './json-text.ts';
import { metricOfCheck } from './metric-of-check.ts';

/** What /health tells: the cluster in a word, when it was last looked at (wall ms), and the alerts that fire. */
export type Health = {
  readonly status: Heartbeat['status'];
  readonly lastCheckAt: number | undefined;
  readonly firing: readonly AlertNotice[];
};

/** The body of /health, one JSON object on one line. */
export function healthJson({ status, lastCheckAt, firing }: Health): string {
  const body = {
    status,
    last_check: lastCheckAt === undefined ? null : new Date(lastCheckAt).toISOString(),
    alerts: firing.map(alertOf),
  };
  return withoutSecrets(`${jsonText(body)}\n`);
}

function alertOf(notice: AlertNotice) {
  const { alert, severity, cause } = notice;
  return {
    check: alert.check,
    metric: metricOfCheck(alert.check),
    message: firingText(notice),
    severity,
    member: alert.subjectName,
    since: new Date(alert.raisedAt).toISOString(),
    ...(cause && { cause: cause.cause }),
  };
}
