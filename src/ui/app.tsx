import { useApp, useInput, useStdin, useStdout } from 'ink';
import { type ReactElement, useEffect, useInsertionEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { FrameView } from './frame-view.tsx';
import { keyNames } from './keys/key-names.ts';
import type { Screen } from './screen.ts';

/** What of Ink the program around the tree needs: how to leave, and how to hand the terminal over. */
export type InkApp = Pick<ReturnType<typeof useApp>, 'exit' | 'suspendTerminal'>;

export type AppProps = {
  readonly screen: Screen;
  readonly keys: boolean;
  readonly onStart: (app: InkApp) => void;
  readonly onResize: () => void;
};

const watchMs = 1000;

/** The whole screen: one subscription, keys where there is somebody to press them, and a watchdog for samples that do not come. */
export function App({ screen, keys, onStart, onResize }: AppProps): ReactElement {
  useSyncExternalStore(screen.subscribe, screen.version);
  const { exit, suspendTerminal } = useApp();
  const { stdout } = useStdout();
  useLayoutEffect(() => onStart({ exit, suspendTerminal }), [exit, suspendTerminal, onStart]);
  useInsertionEffect(() => {
    // A line that is too long for a moment, while the terminal shrinks, must not push the others down. Ink draws before layout
    // effects run, and after this one.
    stdout.write(autowrapOff);
    return () => {
      stdout.write(autowrapOn);
    };
  }, [stdout]);
  useEffect(() => {
    stdout.on('resize', onResize);
    return () => {
      stdout.off('resize', onResize);
    };
  }, [stdout, onResize]);
  useEffect(() => {
    const watchdog = setInterval(screen.watch, watchMs);
    return () => clearInterval(watchdog);
  }, [screen]);
  return (
    <>
      {keys && <Keys screen={screen} />}
      <FrameView key={screen.paints()} frame={screen.frame()} />
    </>
  );
}

export const autowrapOff = '\u001b[?7l';
export const autowrapOn = '\u001b[?7h';

/** Mounted only on a terminal: reading keys from anything else is an error in Ink. */
function Keys({ screen }: { readonly screen: Screen }): null {
  const { setRawMode } = useStdin();
  useInsertionEffect(() => {
    // Whoever sees the first frame may press a key: Ctrl-C is one by then, and no signal any more.
    setRawMode(true);
    return () => setRawMode(false);
  }, [setRawMode]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) screen.press(name);
  });
  return null;
}
