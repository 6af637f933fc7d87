import { errorMessage } from '../text/error-message.ts';
import { speedText } from './header/freshness.ts';
import type { Host } from './host.ts';
import type { Action } from './reduce/action.ts';
import { intervalOf } from './reduce/prompt.ts';
import type { UiState } from './state.ts';

/** What effects may do to the screen itself. */
export type ScreenTools = {
  readonly quit: () => void;
  readonly repaint: () => void;
  readonly suspend: () => void;
  readonly notify: (text: string, tone: 'ok' | 'warning') => void;
  /** The screen as plain text. */
  readonly text: () => string;
  readonly dispatch: (action: Action) => void;
};

/** What an action asks of the world, once the reducer has been through. Returns how to cancel what goes on. */
export function perform(
  action: Action,
  before: UiState,
  after: UiState,
  host: Host,
  tools: ScreenTools,
): (() => void) | undefined {
  if (host.mode === 'replay' && (before.paused === undefined) !== (after.paused === undefined))
    host.hold?.(after.paused !== undefined);
  switch (action.kind) {
    case 'quit':
      tools.quit();
      return undefined;
    case 'repaint':
      tools.repaint();
      return undefined;
    case 'suspend':
      tools.suspend();
      return undefined;
    case 'sampleNow':
      host.sampleNow();
      return undefined;
    case 'interval':
      if (host.mode === 'replay') changeSpeed(host, action.by, tools);
      else changeInterval(next(intervals, host.intervalSeconds, action.by), host, tools);
      return undefined;
    case 'window':
      host.monitor.setWindow(after.windowSeconds);
      return undefined;
    case 'submit':
      submit(before, host, tools);
      return undefined;
    case 'write':
      tell(host.writeSample(before.paused ?? host.monitor.newest, tools.text()), tools);
      return undefined;
    case 'copy':
      tell(host.copy(tools.text()), tools);
      return undefined;
    case 'record':
      tell(host.toggleRecording(), tools);
      return undefined;
    case 'open':
      if (after.overlay.kind === 'diagnostic' && before.overlay.kind === 'diagnostics')
        return runDiagnostic(after.overlay.id, host, tools);
      return undefined;
    default:
      return undefined;
  }
}

const intervals: readonly number[] = [0.5, 1, 2, 5, 10, 30];

const speeds: readonly number[] = [0.5, 1, 2, 5, 10, 30, 60];

/** The next of the usual steps; at either end it stays. */
function next(steps: readonly number[], now: number, by: 1 | -1): number {
  return (by > 0 ? steps.find((one) => one > now) : steps.findLast((one) => one < now)) ?? now;
}

function changeSpeed(host: Host, by: 1 | -1, tools: ScreenTools): void {
  const speed = next(speeds, host.replay?.speed ?? 1, by);
  host.setSpeed?.(speed);
  tools.notify(`speed x${speedText(speed)}`, 'ok');
}

function changeInterval(seconds: number, host: Host, tools: ScreenTools): void {
  host.setInterval(seconds);
  tools.notify(`interval ${seconds} s`, 'ok');
}

function submit({ overlay }: UiState, host: Host, tools: ScreenTools): void {
  if (overlay.kind !== 'prompt') return;
  const text = overlay.text.trim();
  const seconds = intervalOf(text);
  if (overlay.ask === 'interval' && seconds !== undefined) changeInterval(seconds, host, tools);
  if (overlay.ask === 'mark' && text !== '') {
    host.mark(text);
    tools.notify(`marked: ${text}`, 'ok');
  }
}

function tell(answer: Promise<string>, tools: ScreenTools): void {
  answer.then(
    (text) => tools.notify(text, 'ok'),
    (error: unknown) => tools.notify(errorMessage(error), 'warning'),
  );
}

function runDiagnostic(id: string, host: Host, { dispatch, notify }: ScreenTools): () => void {
  const cancelled = new AbortController();
  const run = async () => {
    for await (const event of host.runDiagnostic(id, cancelled.signal)) {
      if (cancelled.signal.aborted) return;
      dispatch({ kind: 'diagnosticEvent', id, event });
    }
  };
  run()
    .catch((error: unknown) => {
      if (!cancelled.signal.aborted) notify(errorMessage(error), 'warning');
    })
    .finally(() => {
      if (!cancelled.signal.aborted) dispatch({ kind: 'diagnosticEnd', id });
    });
  return () => cancelled.abort();
}
