import { formatDuration } from '../format.ts';
import type { ErrorKind, SampleError } from '../sample.ts';
import type { MemberView } from '../view.ts';
import { type Case, found } from './case.ts';
import type { CauseRow } from './cause-row.ts';
import { hostOf, portOf } from './network.ts';

/** Nobody answers: either all are dead or we are cut off, and from here one cannot tell; that quorum is lost is not proven. */
export const noAnswer: CauseRow = {
  id: 'no-answer',
  title: 'no answer at all',
  reads: 'Status and /metrics of each member, and what fails at the endpoints',
  namedBy: ['endpoint-down', 'member-down', 'stale'],
  suspect: (file) => {
    const { members } = file.view;
    const started = members.filter(({ role }) => role !== 'unstarted');
    if (started.some(({ access }) => access !== 'down')) return [];
    const asked = started.length > 0 ? placesOf(started) : endpointsOf(file);
    const support = [
      ...found(file, ['endpoint-down']),
      ...started.flatMap(({ id }) => found(file, ['member-down'], id)),
    ];
    // Who refuses our certificate, password or scheme has answered, and is told of as such.
    if (support.length === 0 || !asked.some(({ error }) => silences.has(error.kind))) return [];
    const manner = mannerOf(asked);
    return [
      {
        subject: 'cluster',
        subjectName: 'cluster',
        confidence: manner === 'refused' ? 'medium' : 'low',
        severity: 'critical',
        text: `${whoIsSilent(file, asked)}; quorum cannot be confirmed: ${meanings[manner]}`,
        support,
        consequences: [
          ...found(file, ['stale', 'quorum-margin', 'quorum-lost', 'no-leader', 'leader-changes', 'peer-disconnected']),
          ...found(file, ['metrics-unavailable', 'linearizable-read']),
        ],
        evidence: [counted(asked), ...lastAnswer(started)],
        next: [...stepsOf(file, asked, manner), restraint(file)],
      },
    ];
  },
};

/** Where something was asked, as far as a command needs it, and why it failed. */
type Place = {
  readonly label: string;
  readonly host: string;
  readonly port: string;
  readonly sample: { readonly endpoint: string };
  readonly error: SampleError;
};

const silences = new Set<ErrorKind>(['refused', 'timeout', 'dns', 'other']);

type Manner = 'refused' | 'silent' | 'unresolved' | 'mixed';

const manners: Readonly<Partial<Record<ErrorKind, Manner>>> = {
  refused: 'refused',
  timeout: 'silent',
  dns: 'unresolved',
};

const meanings: Readonly<Record<Manner, string>> = {
  refused: 'connections are refused at once, so either etcd is stopped there, or these are not its addresses',
  silent: 'nothing answers or refuses, so either we are cut off from there, or the hosts or processes are frozen',
  unresolved: 'the names do not resolve here, which says nothing of etcd itself',
  mixed: 'either etcd is down there, or we cannot get to it',
};

function mannerOf(asked: readonly Place[]): Manner {
  const all = new Set(asked.map(({ error }) => manners[error.kind] ?? 'mixed'));
  return (all.size === 1 && [...all][0]) || 'mixed';
}

function whoIsSilent({ view }: Case, asked: readonly Place[]): string {
  if (view.members.length > 0)
    return asked.length === 1 ? 'the only member does not answer' : `none of ${asked.length} members answers`;
  return asked.length === 1
    ? 'the one endpoint asked does not answer, and who else there is is not known'
    : `none of the ${asked.length} endpoints answers`;
}

/** "2 refused: connection refused (nothing listens on h:2379); 1 in silence: ...". */
function counted(asked: readonly Place[]): string {
  const [only] = asked;
  if (only !== undefined && asked.length === 1) return only.error.text;
  const kinds = Map.groupBy(asked, ({ error }) => error.kind);
  return [...kinds]
    .map(([kind, ones]) => `${ones.length} ${words[kind] ?? kind}: ${ones[0]?.error.text ?? ''}`)
    .join('; ');
}

const words: Readonly<Partial<Record<ErrorKind, string>>> = {
  refused: 'refused',
  timeout: 'in silence',
  dns: 'by name',
  tls: 'by TLS',
};

function lastAnswer(members: readonly MemberView[]): string[] {
  const ages = members.flatMap(({ ageSeconds }) => ageSeconds ?? []);
  if (members.length === 0) return [];
  return ages.length === 0
    ? ['nobody has answered since we look']
    : [`last answer of any ${formatDuration(Math.min(...ages))} ago`];
}

/** First whether it is us or them; then, where the host itself refuses, its process. */
function stepsOf(file: Case, asked: readonly Place[], manner: Manner): string[] {
  const [first] = asked;
  if (first === undefined) return [];
  const { label, host, port } = first;
  const process = [file.commands.state(first), file.commands.logs(first)];
  const here = label === thisHost;
  const path = `from here and from another host: nc -vz ${host} ${port} (open there alone: only we are cut off)`;
  if (manner === 'refused') return [...process, ...(here ? [] : [path])];
  if (manner === 'unresolved') return [`from here: getent hosts ${host}; mend DNS, or give addresses with --endpoints`];
  return [...(here ? [] : [path]), ...process];
}

function restraint({ view }: Case): string {
  const { needed, voters } = view.quorum;
  if (view.members.length === 0) return 'ask other members: --endpoints of one that answers finds the rest';
  return voters === 1
    ? 'start it with the data directory it has; restore nothing before that was tried'
    : `start members with the data directories they have, ${needed} of ${voters} voters are a quorum; delete and restore nothing before that was tried`;
}

const thisHost = 'this host';

const placesOf = (members: readonly MemberView[]): Place[] =>
  members.map((member) => ({
    label: member.label,
    host: hostOf(member),
    port: portOf(member.sample.endpoint || member.sample.clientUrls[0], 2379),
    sample: member.sample,
    error: member.sample.statusError ?? unasked,
  }));

const unasked: SampleError = { kind: 'other', text: 'no answer' };

const endpointsOf = ({ view }: Case): Place[] =>
  view.endpoints.map(({ endpoint, error }) => {
    const [, address, name = endpoint] = /^[a-z]+:\/\/(?:\[([^\]]+)\]|([^:/]+))/i.exec(endpoint) ?? [];
    const host = address ?? name;
    const label = /^(localhost|127\..*|::1)$/.test(host) ? thisHost : host;
    return { label, host, port: portOf(endpoint, 2379), sample: { endpoint }, error };
  });
