import { type Alerts, createAlerts } from './alerts.ts';
import { changedBounds } from './bounds.ts';
import { commandsFor } from './causes/commands.ts';
import { type Basis, deriveFacts } from './derive/derive-view.ts';
import { evaluateCauses, noLouderThanFindings } from './evaluate-causes.ts';
import { eventsOf } from './events.ts';
import type { Alert, EventEntry } from './finding.ts';
import { createHistory } from './history.ts';
import { createJudge } from './judge.ts';
import type { MonitorOptions } from './monitor-options.ts';
import { createPast } from './past.ts';
import { levelsWith } from './read-metric.ts';
import type { ClusterSample } from './sample.ts';
import { createTimeline } from './timeline.ts';
import type { Trend, TrendRequest } from './trend.ts';
import { createTrends } from './trend-columns.ts';
import type { ClusterView } from './view.ts';

export type { MonitorOptions, Thresholds } from './monitor-options.ts';

/** Samples in, views out: ring, alerts and events over time behind one object. Samples are numbered from 0 as they come. */
export type Monitor = {
  push(sample: ClusterSample): ClusterView;
  readonly latest: ClusterView | undefined;
  /** Numbers of the oldest and newest sample held; -1 while there is none. */
  readonly oldest: number;
  readonly newest: number;
  /** The view as it was at sample `number` (clamped to what is held), with today's window. */
  viewAt(number: number): ClusterView | undefined;
  /** The number of the last sample at or before wall time `at`. */
  numberAt(at: number): number;
  trend(request: TrendRequest, number?: number): Trend;
  setWindow(seconds: number): void;
  /** The raw sample, for writing to a file. */
  sampleAt(number: number): ClusterSample | undefined;
};

/** Lines kept of the event log. */
const keptEvents = 1000;

/** A monitor without samples. Nothing in it looks at a clock: time comes with the samples. */
export function createMonitor(options: MonitorOptions): Monitor {
  const { thresholds } = options;
  const rules = options.rules === 'etcdoc' ? undefined : options.rules;
  const judge = createJudge(options);
  const history = createHistory(options.memberSamples);
  const past = createPast();
  const trends = createTrends(history);
  // Rules of others have waited already.
  const alerts: Alerts = createAlerts(rules === undefined ? options.patience : 'none');
  /** Each alert list is itself immutable, so the list of any moment is kept by keeping its reference. */
  const alertLists = createTimeline<readonly Alert[]>((a, b) => a === b, Number.POSITIVE_INFINITY);
  let events: readonly { readonly number: number; readonly entry: EventEntry }[] = [];
  const levelsOf = levelsWith(thresholds);
  const commands = commandsFor(options.distribution);
  const bounds = changedBounds(thresholds);
  let windowSeconds = options.windowSeconds;
  let shown: { readonly number: number; readonly view: ClusterView } | undefined;
  let latest: ClusterView | undefined;

  function view(number: number): ClusterView | undefined {
    const sample = history.at(number);
    if (!sample) return undefined;
    const basis: Basis = { history, past, levelsOf, windowSeconds };
    const facts = deriveFacts(sample, number, basis);
    const context = { history, past, number, levelsOf };
    const { findings, blind } = judge.at(facts, context);
    const alertsThen = alertLists.at(number)?.value ?? [];
    // Those of the sample before: the alerts of this one are only known once it is judged.
    const known = alertLists.at(number - 1)?.value ?? [];
    const file = { history, past, number, view: facts, findings, alerts: known, commands };
    const causes = rules === undefined ? evaluateCauses(file) : noLouderThanFindings(evaluateCauses(file));
    return { ...facts, rules, bounds, findings, causes, blind, alerts: alertsThen, events: eventsUpTo(number) };
  }

  function eventsUpTo(number: number): readonly EventEntry[] {
    return events
      .filter((event) => event.number <= number)
      .map(({ entry }) => entry)
      .reverse();
  }

  const clamp = (number: number) => Math.min(history.newest, Math.max(history.oldest, number));

  return {
    push(sample) {
      const before = history.at(history.newest);
      const number = history.push(sample);
      const held = history.at(number) ?? sample;
      past.record(number, held);
      judge.record(number, held, history.oldest);
      const judged = view(number);
      if (!judged) throw new Error('a sample just pushed is held');
      const changes = alerts.update(judged, judged.findings, held.mono);
      alertLists.record(number, held, alerts.list);
      alertLists.forgetBefore(history.oldest);
      const lines = eventsOf(held, before, number, past, changes, judged.causes).map((entry) => ({ number, entry }));
      if (lines.length > 0) events = [...events, ...lines].slice(-keptEvents);
      latest = { ...judged, alerts: alerts.list, events: lines.length > 0 ? eventsUpTo(number) : judged.events };
      shown = undefined;
      return latest;
    },
    get latest() {
      return latest;
    },
    get oldest() {
      return history.oldest;
    },
    get newest() {
      return history.newest;
    },
    viewAt(wanted) {
      const number = clamp(wanted);
      if (number === history.newest) return latest;
      if (shown?.number !== number) {
        const made = view(number);
        shown = made && { number, view: made };
      }
      return shown?.view;
    },
    numberAt: (at) => history.numberAt(at),
    trend: (request, number) => trends.trend(request, clamp(number ?? history.newest), windowSeconds),
    setWindow(seconds) {
      windowSeconds = seconds;
      shown = undefined;
      latest = view(history.newest);
    },
    sampleAt: (number) => history.at(number),
  };
}
