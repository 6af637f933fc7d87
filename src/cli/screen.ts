import type { Host } from '../ui/host.ts';
import type { TerminalUse } from '../ui/terminal.ts';
import type { Session } from './session.ts';

export type ScreenOptions = {
  readonly host: Host;
  readonly session: Session;
  readonly use: TerminalUse;
  readonly alternateScreen: boolean;
  readonly windowSeconds: number;
  /** Samples after which the screen closes by itself. */
  readonly count: number | undefined;
};

/** Draws the first frame, then begins to ask; resolves when the screen is left, rejects when the configuration cannot work. */
export async function showScreen(options: ScreenOptions): Promise<void> {
  const { host, session, use, alternateScreen, windowSeconds, count } = options;
  const { runScreen } = await import('../ui/run.tsx');
  const closing = new AbortController();
  let fatal: { readonly error: unknown } | undefined;
  if (count !== undefined)
    session.subscribe(() => {
      if (host.monitor.newest >= count) closing.abort();
    });
  const left = runScreen(host, {
    look: use.look,
    keys: use.keys,
    alternateScreen,
    signal: closing.signal,
    state: { windowSeconds },
  });
  // Loading the network code before the first frame is out would delay it.
  setTimeout(() => {
    session.run().catch((error: unknown) => {
      fatal = { error };
      closing.abort();
    });
  }, 0);
  await left;
  if (fatal) throw fatal.error;
}
