import type { CheckId } from '../model/check-id.ts';
import type { Check } from '../model/checks/check.ts';
import { checks } from '../model/checks.ts';
import type { Blind, Severity } from '../model/finding.ts';
import { type MetricEntry, registry } from '../model/registry.ts';
import type { ClusterView } from '../model/view.ts';

/** `part`: nothing found where it could look; `unknown`: it could look nowhere; `off`: not asked for, or there is nothing to look at. */
export type CheckState = Severity | 'pass' | 'part' | 'unknown' | 'off';

/** What became of one check. */
export type CheckResult = {
  readonly check: Check;
  readonly state: CheckState;
  /** Where it could not look, and why. */
  readonly blind: readonly Blind[];
  /** Why it is off. */
  readonly offBecause?: string | undefined;
};

/** What became of every check, in the order of the table: one that could not look has not passed. */
export function checkResults(view: ClusterView, off: ReadonlyMap<CheckId, string> = new Map()): CheckResult[] {
  return checks.map((check) => {
    const offBecause = off.get(check.id) ?? (boundless(check, view) ? noBound : undefined);
    if (offBecause !== undefined) return { check, state: 'off', blind: [], offBecause };
    const said = (view.blind ?? []).filter((one) => one.check === check.id);
    const blind = said.length === 0 && view.members.every(({ access }) => access === 'down') ? [silence(check)] : said;
    const state = stateOf(check.id, view, blind);
    const moot = state === 'pass' ? check.moot?.(view.members) : undefined;
    return moot === undefined ? { check, state, blind } : { check, state: 'off', blind, offBecause: moot };
  });
}

function stateOf(check: CheckId, view: ClusterView, blind: readonly Blind[]): CheckState {
  const worst = view.findings.find((finding) => finding.check === check);
  if (worst) return worst.severity;
  if (blind.length === 0) return 'pass';
  const subjects = new Set(blind.map(({ subject }) => subject));
  const started = view.members.filter(({ role }) => role !== 'unstarted');
  return subjects.has('cluster') || started.every(({ id }) => subjects.has(id)) ? 'unknown' : 'part';
}

/** Where nobody answers anything a check has not passed, whether it says so or not. */
const silence = ({ id }: Check): Blind => ({
  check: id,
  subject: 'cluster',
  subjectName: 'cluster',
  text: 'no member answers',
});

/** Whether a check of a metric's level has no level to compare with. */
function boundless({ metric }: Check, view: ClusterView): boolean {
  if (metric === undefined) return false;
  const entry: MetricEntry = registry[metric];
  return entry.check !== undefined && entry.levels === undefined && view.bounds?.[metric] === undefined;
}

const noBound = 'no bound is set';
