import type { AlertNotice } from '../../model/notice.ts';
import { firingText } from '../../report/alert-line.ts';
import { messageOf, outgoing } from './alert-text.ts';

/** An alert as `POST /api/v2/alerts` takes it; a label that is empty does not exist. */
export type AlertmanagerAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
};

/** Where an alert was seen. */
export type Place = {
  readonly node: string;
  readonly clusterId: string | undefined;
};

/** The name that routes and silences key on: `EtcdWalFsyncP99` for `wal-fsync-p99`. */
export function alertName(check: string): string {
  const words = check.split('-').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return `Etcd${words.join('')}`;
}

/**
 * What Alertmanager tells alerts apart by. Daemons that say the same say it in the same labels, so it is one alert, also when another
 * daemon takes over: what depends on who looks (the node, the endpoint it asks) is a label only where cluster and member do not say it.
 */
export function labelsOf(
  { alert, severity, memberId, endpoint }: AlertNotice,
  place: Place,
  extra: Readonly<Record<string, string>>,
) {
  const ofCluster = alert.subject === 'cluster';
  const placed = place.clusterId !== undefined && (ofCluster || memberId !== undefined);
  return dense({
    alertname: alertName(alert.check),
    check: alert.check,
    severity,
    member: ofCluster ? undefined : outgoing(alert.subjectName),
    cluster: place.clusterId,
    node: placed ? undefined : outgoing(place.node),
    endpoint: placed || endpoint === undefined ? undefined : outgoing(endpoint),
    ...extra,
  });
}

/** What Alertmanager passes on to people. */
export function annotationsOf(notice: AlertNotice, node: string) {
  const { alert, cause, endpoint } = notice;
  const { finding } = alert;
  return dense({
    summary: messageOf(notice, node),
    description: outgoing([firingText(notice), cause?.text, finding.remedy].filter(Boolean).join('. ')),
    cause: cause && outgoing(`${cause.cause}: ${cause.subjectName}: ${cause.text}`),
    next: cause?.next.map(outgoing).join('\n'),
    remedy: outgoing(finding.remedy),
    value: finding.value?.toString(),
    threshold: finding.threshold?.toString(),
    endpoint: endpoint && outgoing(endpoint),
    node: outgoing(node),
    source: outgoing(finding.source),
  });
}

function dense(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
