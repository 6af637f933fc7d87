import { causeBehind } from './cause-words.ts';
import { isDue } from './due.ts';
import { bySeverity } from './evaluate-checks.ts';
import type { Alert, Severity } from './finding.ts';
import { holdsNow } from './holds-now.ts';
import type { AlertNotice, Occasion } from './notice.ts';
import type { ClusterView } from './view.ts';

/** Alerts over time into what is said of them: each change once, and again every `repeatSeconds` while it lasts. */
export type Notices = {
  /** Takes the next view and its monotonic ms; `says` tells which alerts are ours to say. */
  update(view: ClusterView, mono: number, says: (alert: Alert) => boolean): Told;
  /** An alert of the daemon about itself, which lasts until `over`; where it fires already, only its repeats are told. */
  own(alert: Alert, at: number, mono: number): Told;
  over(key: string, at: number): Told;
  /** What fires, whoever says it, worst first. */
  readonly firing: readonly AlertNotice[];
  setRepeat(seconds: number): void;
};

/** Of one moment: what changed, whoever says it, and what is ours to say. */
export type Told = { readonly changed: readonly AlertNotice[]; readonly said: readonly AlertNotice[] };

/** An alert that came back so often is over only when it has been gone for the time of a repeat, five minutes at most. */
const manyReturns = 3;
const longestWaitSeconds = 300;

type State = {
  notice: AlertNotice;
  /** Whether it was ours to say at the last sample, and when that ended. */
  ours: boolean;
  lostMono?: number | undefined;
  saidMono?: number | undefined;
  /** Severity when it was last said, or found. */
  weighed: Severity;
  goneMono?: number | undefined;
  own?: boolean | undefined;
};

/** Notices that know of no alert. Information is no alert here: it is on the screen and in reports. */
export function createNotices(repeatSeconds: number): Notices {
  const states = new Map<string, State>();
  /** When the alert of each key that was said, or found, was raised: one raised later is another one, and has not returned. */
  let known = new Map<string, number>();
  let repeat = repeatSeconds;

  function meet(alert: Alert, view: ClusterView, mono: number, ours: boolean): Told {
    const { severity } = alert.finding;
    const state = states.get(alert.key);
    const merged = { ...alert, raisedAt: Math.min(alert.raisedAt, state?.notice.alert.raisedAt ?? alert.raisedAt) };
    const make = (occasion: Occasion): AlertNotice => ({
      kind: 'alert',
      at: view.at,
      state: 'firing',
      occasion,
      alert: merged,
      past: !holdsNow(alert, view),
      severity,
      memberId: view.members.some(({ id }) => id === alert.subject) ? alert.subject : state?.notice.memberId,
      endpoint: endpointOf(view, alert),
      cause: causeBehind(alert, view.causes),
      forSeconds: alert.forSeconds ?? 0,
    });
    if (!state) {
      const notice = make(known.get(alert.key) === alert.raisedAt ? 'returned' : 'raised');
      known.set(alert.key, alert.raisedAt);
      states.set(alert.key, { notice, ours, weighed: severity, ...(ours && { saidMono: mono }) });
      return { changed: [notice], said: ours ? [notice] : [] };
    }
    const taken = ours && !state.ours;
    if (!ours && state.ours) state.lostMono = mono;
    state.ours = ours;
    state.goneMono = undefined;
    const worse = bySeverity(severity, state.weighed) < 0;
    const due = ours && isDue(mono, state.saidMono, repeat, view.intervalSeconds);
    const notice = make(worse ? 'worse' : taken && state.saidMono === undefined ? 'raised' : 'repeated');
    const said = ours && (worse || taken || due);
    if (worse || said) state.weighed = severity;
    if (said) state.saidMono = mono;
    state.notice = said || worse ? notice : { ...notice, occasion: state.notice.occasion };
    return { changed: worse ? [notice] : [], said: said ? [notice] : [] };
  }

  /** An alert that is not there any more, or mere information now. */
  function miss(key: string, state: State, view: ClusterView, mono: number, says: (alert: Alert) => boolean): Told {
    state.goneMono ??= mono;
    const wait = Math.min(repeat, longestWaitSeconds) * 1000;
    if (state.notice.alert.flaps > manyReturns && mono - state.goneMono < wait) return nothing;
    const alert = endedOf(view, key, state.notice.alert);
    // Whoever took over may never have seen it: said twice is better than never.
    const justLost = state.ours || mono - (state.lostMono ?? Number.NEGATIVE_INFINITY) <= 2000 * view.intervalSeconds;
    return end(key, state, alert, view.at, says(alert) || justLost);
  }

  function end(key: string, state: State, alert: Alert, at: number, ours: boolean): Told {
    states.delete(key);
    const notice: AlertNotice = { ...state.notice, at, state: 'resolved', occasion: 'cleared', alert };
    return { changed: [notice], said: ours && state.saidMono !== undefined ? [notice] : [] };
  }

  return {
    update(view, mono, says) {
      const told: Told[] = [];
      const loud = view.alerts.filter(
        (alert) =>
          alert.clearedAt === undefined &&
          alert.finding.severity !== 'info' &&
          (states.has(alert.key) || !isPlanned(view, alert)),
      );
      const met = new Set(loud.map(({ key }) => key));
      for (const [key, state] of states) {
        if (!met.has(key) && !state.own) told.push(miss(key, state, view, mono, says));
      }
      for (const alert of loud) told.push(meet(alert, view, mono, says(alert)));
      const listed = new Set(view.alerts.map(({ key }) => key));
      known = new Map([...known].filter(([key]) => listed.has(key) || states.has(key)));
      return { changed: told.flatMap(({ changed }) => changed), said: told.flatMap(({ said }) => said) };
    },
    own(alert, at, mono) {
      const state = states.get(alert.key);
      const { severity } = alert.finding;
      const base = { kind: 'alert', at, state: 'firing', alert, severity, forSeconds: 0 } as const;
      const notice: AlertNotice = { ...base, occasion: state ? 'repeated' : 'raised' };
      if (state && mono - (state.saidMono ?? mono) < repeat * 1000) return nothing;
      states.set(alert.key, { notice, ours: true, saidMono: mono, weighed: severity, own: true });
      return { changed: state ? [] : [notice], said: [notice] };
    },
    over(key, at) {
      const state = states.get(key);
      if (!state) return nothing;
      return end(key, state, { ...state.notice.alert, clearedAt: at }, at, true);
    },
    get firing() {
      return [...states.values()]
        .map(({ notice }) => notice)
        .sort((a, b) => bySeverity(a.severity, b.severity) || a.alert.raisedAt - b.alert.raisedAt);
    },
    setRepeat(seconds) {
      repeat = seconds;
    },
  };
}

const nothing: Told = { changed: [], said: [] };

/**
 * Accounted for by what is no incident so far, such as a restart or an upgrade under way: said when that is ruled out. Too few voters
 * left are an incident in any case.
 */
function isPlanned(view: ClusterView, alert: Alert): boolean {
  const { healthy, needed } = view.quorum;
  return healthy >= needed && causeBehind(alert, view.causes)?.severity === 'info';
}

function endpointOf({ members, endpoints }: ClusterView, { check, subject }: Alert): string | undefined {
  if (check === 'endpoint-down') return endpoints[0]?.endpoint;
  return members.find(({ id }) => id === subject)?.sample.endpoint;
}

function endedOf(view: ClusterView, key: string, last: Alert): Alert {
  const ended = view.alerts.find((alert) => alert.key === key && alert.clearedAt !== undefined);
  return { ...last, ...ended, clearedAt: ended?.clearedAt ?? view.at, raisedAt: last.raisedAt };
}
