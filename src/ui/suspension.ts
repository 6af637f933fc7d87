import { autowrapOff, autowrapOn, type InkApp } from './app.tsx';
import type { Host } from './host.ts';

/** Gives the terminal back to the shell until the program is continued: on a key, and when a stop comes as a signal (kill -TSTP, Ctrl-Z before keys are read). */
export type Suspension = { readonly stop: () => void; readonly close: () => void };

/** One at a time; a stop that comes while the screen returns is taken once it has. */
export function createSuspension(host: Host, app: () => InkApp | undefined, repaint: () => void): Suspension {
  const hand = host.suspend;
  let leaving = false;
  let last: Promise<void> = Promise.resolve();

  const listen = () => process.on('SIGTSTP', stop);
  const silence = () => process.off('SIGTSTP', stop);
  function stop(): void {
    const inkApp = app();
    if (!hand || !inkApp || leaving) return;
    leaving = true;
    last = last.then(() => suspend(inkApp, hand));
  }

  async function suspend(inkApp: InkApp, handOver: NonNullable<Host['suspend']>): Promise<void> {
    process.stdout.write(autowrapOn);
    await inkApp.suspendTerminal(
      () =>
        new Promise<void>((resolve) => {
          silence();
          handOver(() => {
            leaving = false;
            listen();
            resolve();
          });
        }),
    );
    process.stdout.write(autowrapOff);
    // A stopped program is not told of a new size: ask Node to look again.
    process.kill(process.pid, 'SIGWINCH');
    repaint();
  }

  if (hand) listen();
  return { stop, close: silence };
}
