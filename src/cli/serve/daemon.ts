import { createHeartbeatClock } from '../../model/heartbeat.ts';
import { besideMember } from '../../model/local-metrics.ts';
import { createMonitor, type Monitor, type MonitorOptions } from '../../model/monitor.ts';
import type { Notice } from '../../model/notice.ts';
import { createNotices, type Told } from '../../model/notices.ts';
import type { ClusterSample } from '../../model/sample.ts';
import { speaks } from '../../model/speaker.ts';
import type { ClusterView } from '../../model/view.ts';
import type { Board } from '../../serve/board.ts';
import { silentTooLong, staleSeconds, statusOf } from '../../serve/status.ts';
import type { ServeSettings } from '../options/serve-settings.ts';
import { loopSilence } from './loop-silence.ts';
import type { PeerLiveness } from './peer-liveness.ts';
import { countErrors, createTotals, type Tally } from './tally.ts';

/** Samples in; notices, the board and counts out. Everything of the daemon that needs no network, file or stream. */
export type Daemon = {
  readonly board: Board;
  readonly tally: Tally;
  readonly take: (sample: ClusterSample) => ClusterView;
  /** Looks, between samples, whether they still come. */
  readonly watch: () => void;
  /** Judges by new settings from here on; what was seen stays. */
  readonly reconfigure: (settings: DaemonSettings) => void;
  /** Another cluster may answer now: who is local is found out anew. */
  readonly forgetLocal: () => void;
};

export type DaemonSettings = Pick<
  ServeSettings,
  'scope' | 'intervalSeconds' | 'windowSeconds' | 'repeatSeconds' | 'heartbeatSeconds' | 'rules'
> &
  Pick<MonitorOptions, 'thresholds' | 'distribution'>;

export type DaemonOptions = {
  readonly settings: DaemonSettings;
  readonly node: string;
  readonly localIdOf: (sample: ClusterSample) => string | undefined;
  readonly peers: Pick<PeerLiveness, 'ask' | 'answers'> | undefined;
  /** Given what is to be said now, in order. */
  readonly say: (notices: readonly Notice[]) => void;
  /** Wall and monotonic ms, for what happens between samples. */
  readonly clock: () => { readonly at: number; readonly mono: number };
  readonly linesDropped: () => number;
  readonly outputs: () => Board['totals']['outputs'];
};

const historySeconds = 3600;

/** A daemon that has seen nothing. */
export function createDaemon(options: DaemonOptions): Daemon {
  let { settings } = options;
  const { clock, peers } = options;
  const began = clock();
  const tally = createTotals(options);
  const notices = createNotices(settings.repeatSeconds);
  const heartbeat = createHeartbeatClock(settings.heartbeatSeconds);
  let monitor = monitorOf(settings);
  let sample: ClusterSample | undefined;
  let localId: string | undefined;
  let lastMono = began.mono;

  const silentSeconds = () => (clock().mono - lastMono) / 1000;
  const board: Board = {
    startedAt: began.at,
    node: options.node,
    silentSeconds,
    totals: tally.totals,
    get intervalSeconds() {
      return settings.intervalSeconds;
    },
    get scope() {
      return settings.scope;
    },
    get sample() {
      return sample;
    },
    get view() {
      return sample && monitor.latest;
    },
    get localId() {
      return localId;
    },
    get firing() {
      return notices.firing;
    },
  };

  function tell(told: readonly Told[], more: readonly Notice[] = []) {
    for (const { changed } of told) for (const notice of changed) tally.count(notice);
    const said = [...told.flatMap((one) => one.said), ...more];
    if (said.length > 0) options.say(said);
  }

  return {
    board,
    tally,
    take(taken) {
      const view = monitor.push(taken);
      sample = taken;
      lastMono = clock().mono;
      // Who it is does not change while it is a member: one that is down answers nowhere.
      if (!taken.members.some(({ id }) => id === localId)) localId = options.localIdOf(taken) ?? localId;
      tally.taken();
      countErrors(taken, localId, tally.error);
      if (settings.scope === 'local' && localId !== undefined) peers?.ask(view, localId);
      const says = speaks(view, { scope: settings.scope, localId, daemonAnswers: peers?.answers ?? (() => undefined) });
      const told = [
        notices.over(loopSilence.key, taken.at),
        notices.update(besideMember(view, localId), taken.mono, says),
      ];
      const beat = heartbeat.due(view, taken.mono, { status: statusOf(board), firing: board.firing.length });
      tell(told, beat ? [beat] : []);
      return view;
    },
    watch() {
      if (!silentTooLong(board)) return;
      const { at, mono } = clock();
      tell([notices.own(loopSilence.alert(at, silentSeconds(), staleSeconds(board)), at, mono)]);
    },
    reconfigure(changed) {
      const judged = JSON.stringify(judging(changed)) !== JSON.stringify(judging(settings));
      settings = changed;
      notices.setRepeat(changed.repeatSeconds);
      heartbeat.setEvery(changed.heartbeatSeconds);
      if (judged) monitor = replayed(monitor, monitorOf(changed));
    },
    forgetLocal() {
      localId = undefined;
    },
  };
}

function monitorOf(settings: DaemonSettings): Monitor {
  const room = memberSamples(settings.intervalSeconds);
  return createMonitor({ ...judging(settings), memberSamples: room, patience: 'outlast-window' });
}

const judging = ({ windowSeconds, thresholds, rules, distribution }: DaemonSettings) => ({
  windowSeconds,
  thresholds,
  rules,
  distribution,
});

/** An hour of seven members, at short intervals what fits into the room of 4 seconds. */
const memberSamples = (intervalSeconds: number): number =>
  Math.ceil((7 * historySeconds) / Math.max(4, intervalSeconds));

/** What was seen, judged anew: alerts keep the time they were raised at, so that a new bound falsely ends none. */
function replayed(old: Monitor, fresh: Monitor): Monitor {
  for (let number = Math.max(0, old.oldest); number <= old.newest; number += 1) {
    const sample = old.sampleAt(number);
    if (sample) fresh.push(sample);
  }
  return fresh;
}
