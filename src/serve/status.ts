import type { Heartbeat } from '../model/notice.ts';
import type { Board } from './board.ts';

/** The cluster in the word of /health and of the heartbeat. */
export function statusOf(board: Board): Heartbeat['status'] {
  // Old news outranks everything: what was critical a while ago is not known to be critical now, and neither is what was well.
  if (silentTooLong(board) || board.view?.freshness.state === 'stale') return 'stale';
  if (board.view === undefined) return 'initializing';
  // A warning asks for a person, not for a reaction of machines: as in `check`, only what is critical makes a cluster unhealthy.
  return board.firing.some(({ severity, state }) => state === 'firing' && severity === 'critical')
    ? 'unhealthy'
    : 'healthy';
}

/** Whether the newest sample is so old that nothing derived from it may be shown as the present. */
export function silentTooLong(board: Board): boolean {
  return board.silentSeconds() > staleSeconds(board);
}

/** Time without a sample after which what the daemon holds is old news: three intervals. */
export function staleSeconds({ intervalSeconds }: Board): number {
  return 3 * intervalSeconds;
}
