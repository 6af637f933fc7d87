import { formatDuration } from '../../model/format.ts';
import type { ClusterView } from '../../model/view.ts';
import type { Host } from '../host.ts';
import type { Span } from '../line.ts';

/** What the program knows about the view on screen and the view itself does not. */
export type FrameFacts = {
  readonly mode: 'live' | 'replay';
  readonly paused: boolean;
  /** Wall ms of the newest sample held. */
  readonly newestAt: number;
  /** Wall ms now; of the recording in a replay. */
  readonly now: number;
  readonly intervalSeconds: number;
  readonly allowActions: boolean;
  readonly recordingBytes?: number | undefined;
  readonly replay?: Host['replay'];
};

/** The state word of line 1: is what stands on the screen the present. */
export function freshnessWord(view: ClusterView, facts: FrameFacts): Span {
  if (facts.paused) {
    const behind = (facts.newestAt - view.at) / 1000;
    return { text: behind > 0 ? `PAUSED -${formatDuration(Math.round(behind))}` : 'PAUSED', tone: 'accent' };
  }
  if (facts.mode === 'replay') return { text: replayWord(facts.replay), tone: 'accent' };
  if (isStale(view, facts)) {
    const seconds = Math.max(0, (facts.now - (view.freshness.completeAt ?? view.at)) / 1000);
    return { text: `STALE ${formatDuration(Math.round(seconds))}`, tone: 'critical' };
  }
  if (view.freshness.state === 'partial') {
    const answered = view.members.filter(({ access }) => access !== 'down').length;
    if (answered === 0) return { text: 'NO ANSWER', tone: 'critical' };
    return { text: `PARTIAL ${answered}/${view.members.length}`, tone: 'warning' };
  }
  return { text: `LIVE ${facts.intervalSeconds}s`, tone: 'ok' };
}

/** What a recording shows is never the present: its own words for freshness are those of its members. */
function replayWord(replay: FrameFacts['replay']): string {
  if (replay?.ended) return 'REPLAY ended';
  if (replay?.speed === 0) return 'REPLAY held';
  return replay === undefined || replay.speed === 1 ? 'REPLAY' : `REPLAY x${speedText(replay.speed)}`;
}

/** A pace for people; the fastest has no number. */
export function speedText(speed: number): string {
  return Number.isFinite(speed) ? `${speed}` : 'max';
}

/** No sample for more than three intervals, or samples in which nobody answered. The loop that brings samples may itself be stuck. */
export function isStale(view: ClusterView, { mode, now, intervalSeconds, paused }: FrameFacts): boolean {
  if (view.freshness.state === 'stale') return true;
  return mode === 'live' && !paused && now - view.at > 3000 * Math.max(intervalSeconds, view.intervalSeconds);
}
