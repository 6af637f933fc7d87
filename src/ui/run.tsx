import { stripVTControlCharacters } from 'node:util';
import { render, renderToString } from 'ink';
import { App, type InkApp } from './app.tsx';
import { FrameView } from './frame-view.tsx';
import type { Host } from './host.ts';
import type { Look } from './look.ts';
import { createScreen } from './screen.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { initialState, type UiState } from './state.ts';
import { createSuspension } from './suspension.ts';

export type RunOptions = {
  readonly look: Look;
  /** Whether standard input is a terminal that keys come from. */
  readonly keys: boolean;
  readonly alternateScreen: boolean;
  /** Closes the screen from outside. */
  readonly signal?: AbortSignal | undefined;
  readonly state?: Partial<UiState> | undefined;
};

const eraseScreen = '\u001b[H\u001b[2J';

/** Shows the screen until a key leaves it or the signal closes it; rejects with what broke it, once the terminal is itself again. */
export async function runScreen(host: Host, options: RunOptions): Promise<'quit' | 'closed'> {
  const { stdout } = process;
  let app: InkApp | undefined;
  let reason: 'quit' | 'closed' = 'closed';
  const leave = () => app?.exit();
  const repaint = () => {
    instance.clear();
    if (options.alternateScreen) stdout.write(eraseScreen);
    screen.repaint();
  };
  const suspension = createSuspension(host, () => app, repaint);
  const screen = createScreen(host, {
    look: options.look,
    state: { ...initialState, ...options.state },
    ...sizeOf(stdout),
    tools: {
      quit() {
        reason = 'quit';
        leave();
      },
      repaint,
      suspend: suspension.stop,
      text: () => plainText(screen.frame()),
    },
  });
  const brokenPipe = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    leave();
  };
  stdout.on('error', brokenPipe);
  const uncaught = (error: unknown) => {
    if (!app) throw error;
    app.exit(error instanceof Error ? error : new Error(String(error)));
  };
  process.on('uncaughtException', uncaught);
  const started = (inkApp: InkApp) => {
    app = inkApp;
  };
  const resized = () => {
    const { columns, rows } = sizeOf(stdout);
    screen.resize(columns, rows);
    repaint();
  };
  const instance = render(
    <ScreenBoundary>
      <App screen={screen} keys={options.keys} onStart={started} onResize={resized} />
    </ScreenBoundary>,
    {
      alternateScreen: options.alternateScreen,
      incrementalRendering: true,
      interactive: true,
      exitOnCtrlC: false,
      // A sample draws one frame at any rate; this bounds how long a key pressed right after it waits for its own.
      maxFps: 60,
    },
  );
  options.signal?.addEventListener('abort', leave, { once: true });
  try {
    if (options.signal?.aborted) leave();
    await instance.waitUntilExit();
    return reason;
  } finally {
    screen.close();
    options.signal?.removeEventListener('abort', leave);
    stdout.off('error', brokenPipe);
    process.off('uncaughtException', uncaught);
    suspension.close();
  }
}

/** Some terminals say 0x0 until they are asked again. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

/** The frame without styles, for files and the clipboard. */
function plainText(frame: Parameters<typeof FrameView>[0]['frame']): string {
  return stripVTControlCharacters(renderToString(<FrameView frame={frame} />, { columns: frame.columns }));
}
