import type { Check } from './checks/check.ts';
import { checks } from './checks.ts';
import type { Facts } from './derive/derive-view.ts';
import { bySeverity, worse } from './evaluate-checks.ts';
import type { Alert, Finding } from './finding.ts';
import { holdSeconds, type Patience } from './hold.ts';

/** What became of alerts in one sample. */
export type AlertChange = {
  readonly kind: 'raised' | 'returned' | 'worse' | 'cleared';
  readonly alert: Alert;
  readonly check: Check;
  /** How long it has lasted since it came, or came back. */
  readonly seconds: number;
};

/** Findings over time: raised once they have held, ended once they are gone, merged when they come back soon. */
export type Alerts = {
  /** Takes the findings of the next sample, and its monotonic ms; what it returns changed just now. */
  update(facts: Facts, findings: readonly Finding[], mono: number): readonly AlertChange[];
  /** Active first, worst first; then ended ones, newest first. A new list whenever something changed. */
  readonly list: readonly Alert[];
};

/** An alert that returns within this time after it ended is the same alert. */
const mergeSeconds = 30;
/** Ended alerts that are kept. */
const keptEnded = 100;

/** Wall ms, for people, and ms that no wall clock moves, for everything that is counted. */
type Moment = { readonly at: number; readonly ms: number };

type State = {
  readonly check: Check;
  finding: Finding;
  /** Since when the condition holds without a pause, and the first sample since which it is gone. */
  since: Moment;
  goneSince?: Moment | undefined;
  alert?: Alert | undefined;
  /** Over all values since the condition began, those before the alert was raised included. */
  sum: number;
  count: number;
  min: number;
  max: number;
};

/** An alert that is over, with what its average needs should it return. */
type Ended = { readonly alert: Alert; readonly ms: number; readonly sum: number; readonly count: number };

export function createAlerts(patience: Patience = 'none'): Alerts {
  const states = new Map<string, State>();
  let ended: readonly Ended[] = [];
  let list: readonly Alert[] = [];
  let last = { at: Number.NaN, mono: Number.NEGATIVE_INFINITY, ms: 0 };

  /** A recording may go on in another run, whose monotonic clock began anew: the wall clock then tells how much later it is. */
  function next(at: number, mono: number): Moment {
    const passed = mono >= last.mono ? mono - last.mono : Math.max(0, at - last.at);
    last = { at, mono, ms: last.ms + (Number.isFinite(passed) ? passed : 0) };
    return last;
  }

  function meet(key: string, finding: Finding, facts: Facts, now: Moment): AlertChange | undefined {
    const state = states.get(key) ?? begin(finding, now);
    if (!state) return undefined;
    states.set(key, state);
    state.goneSince = undefined;
    state.finding = finding;
    if (finding.value !== undefined) {
      state.sum += finding.value;
      state.count += 1;
      state.min = Math.min(state.min, finding.value);
      state.max = Math.max(state.max, finding.value);
    }
    if (!state.alert) {
      const hold = holdSeconds(state.check, finding.severity, facts, patience);
      if (now.ms - state.since.ms < hold * 1000) return undefined;
      const merged = takeEnded(key, now);
      if (merged) {
        state.sum += merged.sum;
        state.count += merged.count;
        state.min = Math.min(state.min, merged.alert.min ?? state.min);
        state.max = Math.max(state.max, merged.alert.max ?? state.max);
      }
      const start = merged
        ? { ...merged.alert, clearedAt: undefined, flaps: merged.alert.flaps + 1 }
        : fresh(key, state, hold);
      state.alert = grown(start, state);
      return { kind: merged ? 'returned' : 'raised', alert: state.alert, check: state.check, seconds: 0 };
    }
    const before = state.alert;
    state.alert = grown(before, state);
    const rose = state.alert.severity !== before.severity;
    return rose
      ? { kind: 'worse', alert: state.alert, check: state.check, seconds: (now.ms - state.since.ms) / 1000 }
      : undefined;
  }

  function miss(key: string, state: State, now: Moment): AlertChange | undefined {
    state.goneSince ??= now;
    if (!state.alert) {
      states.delete(key);
      return undefined;
    }
    if (now.ms - state.goneSince.ms < (state.check.clearSeconds ?? 0) * 1000) return undefined;
    const alert = { ...state.alert, clearedAt: state.goneSince.at };
    states.delete(key);
    ended = [{ alert, ms: state.goneSince.ms, sum: state.sum, count: state.count }, ...ended].slice(0, keptEnded);
    return { kind: 'cleared', alert, check: state.check, seconds: (state.goneSince.ms - state.since.ms) / 1000 };
  }

  function takeEnded(key: string, now: Moment): Ended | undefined {
    const found = ended.find(({ alert, ms }) => alert.key === key && now.ms - ms <= mergeSeconds * 1000);
    if (found) ended = ended.filter((other) => other !== found);
    return found;
  }

  return {
    update(facts, findings, mono) {
      const now = next(facts.at, mono);
      const changes: AlertChange[] = [];
      const had = states.size > 0;
      const met = new Set<string>();
      for (const finding of findings) {
        const key = `${finding.check} ${finding.subject}`;
        met.add(key);
        const change = meet(key, finding, facts, now);
        if (change) changes.push(change);
      }
      const silence = facts.members.every(({ access }) => access === 'down');
      for (const [key, state] of states) {
        if (met.has(key) || silence || state.check.unknown?.(facts, state.finding.subject)) continue;
        const change = miss(key, state, now);
        if (change) changes.push(change);
      }
      if (had || states.size > 0) list = listOf(states, ended);
      return changes;
    },
    get list() {
      return list;
    },
  };
}

function begin(finding: Finding, since: Moment): State | undefined {
  const check = checks.find(({ id }) => id === finding.check);
  return (
    check && {
      check,
      finding,
      since,
      sum: 0,
      count: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    }
  );
}

function fresh(key: string, { finding, since }: State, forSeconds: number): Alert {
  const { check, subject, subjectName, severity } = finding;
  return { key, check, subject, subjectName, severity, raisedAt: since.at, forSeconds, flaps: 0, finding };
}

function grown(alert: Alert, { finding, sum, count, min, max }: State): Alert {
  const { severity } = finding;
  const numbers = count === 0 ? {} : { min, avg: sum / count, max };
  return { ...alert, ...numbers, finding, subjectName: finding.subjectName, severity: worse(alert.severity, severity) };
}

function listOf(states: ReadonlyMap<string, State>, ended: readonly Ended[]): readonly Alert[] {
  const active = [...states.values()].flatMap(({ alert }) => alert ?? []);
  active.sort((a, b) => bySeverity(a.severity, b.severity) || b.raisedAt - a.raisedAt);
  return [...active, ...ended.map(({ alert }) => alert)];
}
