import type { CheckId } from '../model/check-id.ts';
import { noApi } from '../model/checks/blind.ts';
import { formatDuration } from '../model/format.ts';
import type { Access, ClusterView, MemberView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { type CheckResult, checkResults } from './check-results.ts';
import { unknownReadings } from './unknown-readings.ts';

export type NotMeasuredOptions = {
  /** What became of the checks; of all of them unless given. */
  readonly results?: readonly CheckResult[] | undefined;
  /** Samples behind the view; undefined where nobody counted. */
  readonly samples?: number | undefined;
  /** Everything, also what one can expect of a cluster that is young, quiet or of an old release. */
  readonly verbose?: boolean | undefined;
};

/** What a report is silent about, why, and what would help: a missing number is never a pass. Short unless `verbose`. */
export function notMeasured(view: ClusterView, options: NotMeasuredOptions = {}): readonly string[] {
  const { results = checkResults(view), samples, verbose } = options;
  const lines: string[] = [];
  if (view.members.length === 0) lines.push(noMember);
  // Where there is a member list, who they are is known, and each has its line.
  else if (view.clusterId === undefined && !view.members.some(hasApi)) lines.push(withoutApi);
  if (samples === 1 && view.members.length > 0) lines.push(oneSample);
  lines.push(...grouped(view.members.filter(({ access }) => access !== 'full').map((one) => troubleOf(view, one))));
  if (verbose) return [...lines, ...unknownReadings(view)];
  return view.members.some(({ access }) => access !== 'down') ? [...lines, ...reasonsOf(view, results)] : lines;
}

const noMember =
  'No member was found. --endpoints of one that answers finds the others; etcdoc discover on a node of the cluster says where etcd is.';
const withoutApi =
  'No endpoint answers the API: who the other members are, alarms, revision and lag are not known. --endpoints of a member, with --cacert, --cert and --key where it asks for them, shows them.';
const oneSample =
  'Only one sample: no rates and no percentiles. A longer --window or --command-timeout leaves time for two.';

const hasApi = ({ access }: MemberView): boolean => access === 'full' || access === 'api-only';

/** Why, unless a finding says it. */
function troubleOf(view: ClusterView, { id, label, access, trouble }: MemberView) {
  const found = view.findings.some(({ subject, check }) => subject === id && absences.has(check));
  const missing = missingOf[access];
  return { name: clean(label), text: found ? `${missing} (see FINDINGS)` : clean(trouble ?? access) };
}

const missingOf: Readonly<Record<Access, string>> = {
  full: 'nothing',
  'api-only': 'no disk latency, RTT and rates',
  'metrics-only': 'no Status: revision, indexes, alarms',
  down: 'not measured at all',
};
const absences = new Set<CheckId>(['member-down', 'member-unstarted', 'metrics-unavailable']);

/** Members that have the same to say in one line. */
function grouped(said: readonly { readonly name: string; readonly text: string }[]): string[] {
  return [...Map.groupBy(said, ({ text }) => text)].map(
    ([text, group]) => `${group.map(({ name }) => name).join(', ')}: ${text}`,
  );
}

/** Checks that could look nowhere, by why; what a line about members or the API says already is left out. */
function reasonsOf(view: ClusterView, results: readonly CheckResult[]): string[] {
  const silent = new Set(view.members.filter(({ access }) => access !== 'full').map(({ id }) => id));
  const reasons = results.flatMap(({ check, state, blind }) => {
    const why = blind.find(({ subject }) => !silent.has(subject)) ?? blind[0];
    if (state !== 'unknown' || why === undefined || saidAbove.has(why.text)) return [];
    const secondsLeft = Math.max(...blind.map((one) => one.secondsLeft ?? 0));
    return [
      { id: check.id, text: why.secondsLeft === undefined ? inShort(clean(why.text)) : moreHistory, secondsLeft },
    ];
  });
  const groups = [...Map.groupBy(reasons, ({ text }) => text)].sort(([, a], [, b]) => b.length - a.length);
  const shown = groups.slice(0, mostReasons).map(([text, group]) => {
    const ids = group.map(({ id }) => id);
    const more = ids.length - mostIds;
    return `${text}${text === moreHistory ? howLong(group) : ''}: ${ids.slice(0, mostIds).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
  const left = groups.slice(mostReasons).flatMap(([, group]) => group).length;
  if (left === 0) return shown;
  return [...shown, `${left === 1 ? '1 more check' : `${left} more checks`} for other reasons: -v names them`];
}

/** The longest wait of the group, and what has waited already. */
function howLong(group: readonly { readonly secondsLeft: number }[]): string {
  const waits = group.map(({ secondsLeft }) => secondsLeft);
  const most = Math.max(...waits);
  return ` ${Math.min(...waits) < most ? 'up to ' : ''}${formatDuration(most)} more of history (etcdoc top, or check --replay of a recording)`;
}

const inShort = (why: string): string => why.replace(/^(not exposed by this version) \(.*\)$/, '$1');

const moreHistory = 'needs';
/** Reasons that a line about the member or the API gives already. */
const saidAbove = new Set([noApi, 'the member cannot be reached']);
const mostReasons = 3;
const mostIds = 6;
