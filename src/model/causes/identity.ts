import { formatDuration } from '../format.ts';
import { found, listed, subjectOf } from './case.ts';
import type { CauseRow, Suspicion } from './cause-row.ts';

const day = 86_400;
const soonSeconds = 30 * day;
const urgentSeconds = 7 * day;
/** Where nobody takes us, nothing says that the fault is theirs: renewing theirs is then no first step. */
const ourOwnFiles = [
  'openssl x509 -noout -subject -issuer -enddate -in FILE for our own --cacert and --cert: mend first what the error names',
  'on a node of the cluster: etcdoc discover (names the CA and the pair that are in use there)',
];

/** Certificates that are over, end soon, or are not accepted. */
export const certificate: CauseRow = {
  id: 'certificate',
  title: 'certificate',
  reads: 'certificates seen on the wire and found in files, TLS errors of members and endpoints',
  namedBy: ['cert-expiry'],
  suspect: (file) => {
    const { view } = file;
    const refused = view.members.filter(({ sample }) => sample.statusError?.kind === 'tls');
    const endpoints = view.endpoints.filter(({ error }) => error.kind === 'tls');
    const told = found(file, ['cert-expiry']);
    const ending = view.members.flatMap((member) => {
      const left = ((member.sample.servingCertNotAfter ?? Number.POSITIVE_INFINITY) - view.at) / 1000;
      return left < soonSeconds ? [{ member, left }] : [];
    });
    const causes: Suspicion[] = [];
    if (refused.length > 0 || endpoints.length > 0) {
      causes.push({
        ...subjectOf(refused),
        confidence: 'high',
        severity: 'critical',
        text: 'certificate: the TLS handshake fails, so nothing can be asked there',
        support: [
          ...told,
          ...refused.flatMap(({ id }) => found(file, ['member-down'], id)),
          ...(endpoints.length > 0 ? found(file, ['endpoint-down']) : []),
        ],
        consequences: [
          ...found(file, ['quorum-margin', 'metrics-unavailable', 'quorum-lost']),
          ...(refused.length === view.members.length ? found(file, ['endpoint-down', 'stale']) : []),
        ],
        evidence: reasons([
          ...refused.map(({ label, sample }) => ({ name: label, text: sample.statusError?.text ?? '' })),
          ...endpoints.map(({ endpoint, error }) => ({ name: endpoint, text: error.text })),
        ]),
        against: 'not a dead process: its port answers the handshake',
        next: [
          ...(refused.length === view.members.length ? ourOwnFiles : []),
          ...(refused.length === view.members.length && told.length === 0 ? [] : [file.commands.certificates]),
          'etcd reads renewed files at the next handshake; its peers use their own pair: look at that too',
        ],
      });
    } else if (told.length > 0 || ending.length > 0) {
      const left = Math.min(...ending.map((one) => one.left));
      const over = left <= 0 || told.some(({ severity }) => severity === 'critical');
      causes.push({
        ...subjectOf(ending.map(({ member }) => member)),
        confidence: 'high',
        severity: told.length > 0 ? undefined : left < urgentSeconds ? 'critical' : 'warning',
        text:
          left <= 0
            ? 'certificate: one in use has expired'
            : `certificate: ${over ? 'one in use is about to end' : 'one in use ends soon'}; when it does, members and clients refuse each other`,
        support: told,
        evidence: [
          ...told.map(({ subjectName, text }) => `${subjectName}: ${text}`),
          ...(told.length > 0
            ? []
            : ending.map((one) =>
                one.left <= 0
                  ? `${one.member.label}: its serving certificate expired ${formatDuration(-one.left)} ago`
                  : `${one.member.label}: its serving certificate ends in ${formatDuration(one.left)}`,
              )),
        ],
        next: [
          file.commands.certificates,
          'renew before a restart: a member that restarts with an expired pair does not come back',
        ],
      });
    }
    return causes;
  },
};

/** Those that fail for one reason are named together. */
function reasons(failures: readonly { readonly name: string; readonly text: string }[]): string[] {
  const byText = Map.groupBy(failures, ({ text }) => text);
  return [...byText].map(([text, ones]) => `${ones.map(({ name }) => name).join(', ')}: ${text}`);
}

/** Clocks that differ, which certificates and leases do not forgive. */
export const clockDrift: CauseRow = {
  id: 'clock-drift',
  title: 'clock drift',
  reads: 'clock-skew',
  namedBy: ['clock-skew'],
  suspect: (file) => {
    const support = found(file, ['clock-skew']);
    const members = file.view.members.filter(({ id }) => support.some(({ subject }) => subject === id));
    if (support.length === 0) return [];
    return [
      {
        ...subjectOf(members),
        confidence: 'medium',
        text: `clock drift: the clock of ${members.length === 0 ? 'some members' : listed(members.map(({ label }) => label))} is off; leases and certificates are judged by it`,
        support,
        evidence: support.map(({ subjectName, text }) => `${subjectName}: ${text}`),
        next:
          members.length === 0
            ? ['on each host: chronyc tracking']
            : members.map(({ label }) => `on ${label}: chronyc tracking; timedatectl`),
      },
    ];
  },
};

/** An endpoint that was given and belongs elsewhere. */
export const clusterMismatch: CauseRow = {
  id: 'cluster-mismatch',
  title: 'endpoint of another cluster',
  reads: 'cluster id of every endpoint',
  namedBy: ['cluster-mismatch'],
  suspect: (file) =>
    found(file, ['cluster-mismatch']).map((finding) => ({
      subject: finding.subject,
      subjectName: finding.subjectName,
      confidence: 'high' as const,
      text: 'belongs to another cluster: a wrong line in the list of endpoints, or a member that was bootstrapped anew by mistake',
      support: [finding],
      evidence: [finding.text],
      against: 'not down: it answers, with another cluster id',
      next: [
        'compare it with the member list of this cluster: etcdctl member list -w table',
        `take it out of --endpoints; if it should be a member, move its data directory away and add it again`,
      ],
    })),
};

/** Members of different versions, on purpose as a rule. */
export const upgradeInProgress: CauseRow = {
  id: 'upgrade-in-progress',
  title: 'upgrade in progress',
  reads: 'version of each member, restarts',
  suspect: (file) => {
    const support = found(file, ['version-skew']);
    const [lowest] = file.view.versions;
    const left = file.view.members.filter(({ version }) => version !== undefined && version === lowest);
    if (support.length === 0) return [];
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: support.some(({ severity }) => severity === 'info') ? 'high' : 'medium',
        severity: support.some(({ severity }) => severity !== 'info') ? 'warning' : 'info',
        text: `upgrade in progress: ${listed(left.map(({ label }) => label))} still ${left.length === 1 ? 'runs' : 'run'} ${lowest ?? 'the old version'}`,
        support,
        consequences: found(file, ['member-restarted', 'version-advisory']),
        evidence: file.view.members.flatMap(({ label, version }) =>
          version === undefined ? [] : [`${label}: ${version}`],
        ),
        next: ['go on one member at a time, each well before the next; go not back once all run the new version'],
      },
    ];
  },
};
