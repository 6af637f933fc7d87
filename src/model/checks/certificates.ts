import type { Facts } from '../derive/derive-view.ts';
import { formatDuration } from '../format.ts';
import type { Levels } from '../registry.ts';
import { blindMembers } from './blind.ts';
import type { Check } from './check.ts';
import { ofMember, type Said } from './finding-of.ts';

const day = 86_400;

/** Certificates seen on the wire and in files, by when they end. */
export const certificateChecks: readonly Check[] = [
  {
    id: 'cert-expiry',
    title: 'certificate expiry',
    reads: "each member's serving certificate, the client's, and files that discovery found; bounds in seconds left",
    shows: ({ sample: { servingCertNotAfter } }, at) =>
      servingCertNotAfter === undefined ? undefined : `${formatDuration((servingCertNotAfter - at) / 1000)} left`,
    levels: { warning: 30 * day, critical: 7 * day, below: true },
    evaluate: (facts, { history, number, bounds }) => [
      ...facts.members.flatMap((member) => {
        const said = saidOf('serving certificate', member.sample.servingCertNotAfter, facts, bounds);
        return said ? [ofMember('cert-expiry', member, said)] : [];
      }),
      ...(history.at(number)?.certificates ?? []).flatMap(({ what, notAfter }) => {
        const said = saidOf('certificate', notAfter, facts, bounds);
        if (!said) return [];
        const remedy = `${said.remedy} ${mounted}`;
        return [{ check: 'cert-expiry' as const, subject: what, subjectName: what, ...said, remedy }];
      }),
    ],
    blind: (facts) =>
      blindMembers(facts, 'cert-expiry', ({ sample }) =>
        sample.endpoint.startsWith('https:') && sample.servingCertNotAfter === undefined
          ? 'its certificate was not seen'
          : undefined,
      ),
    moot: (members) =>
      members.length > 0 && members.every(({ sample }) => sample.endpoint.startsWith('http:'))
        ? 'no member is asked over TLS'
        : undefined,
    unknown: (facts, subject) =>
      facts.members.some(({ id, sample }) => id === subject && sample.servingCertNotAfter === undefined),
    cleared: () => 'has a certificate that lasts',
  },
];

/** A mount of one file keeps what it was when the container began. */
const mounted =
  'Where it was renewed already, a container that mounts this file by itself still has the old one: restart the pod.';

function saidOf(what: string, notAfter: number | undefined, { at }: Facts, bounds: Levels): Said | undefined {
  if (notAfter === undefined) return undefined;
  const left = (notAfter - at) / 1000;
  const level = left < (bounds.critical ?? 0) ? 'critical' : left < (bounds.warning ?? 0) ? 'warning' : undefined;
  if (level === undefined) return undefined;
  const date = new Date(notAfter).toISOString().slice(0, 10);
  return {
    severity: level,
    value: left,
    threshold: bounds[level],
    unit: 'seconds',
    text:
      left <= 0
        ? `${what} expired ${formatDuration(-left)} ago (${date})`
        : `${what} expires in ${formatDuration(left)} (${date})`,
    remedy:
      'Renew it before that day: kubeadm certs renew, a restart of RKE2 or K3s, or your own CA; etcd reads a new file by itself.',
    source: 'the certificate itself',
  };
}
