import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { expect, test } from 'vitest';
import { App } from '../../src/ui/app.tsx';
import { createScreen } from '../../src/ui/screen.ts';
import { initialState } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';
import { scenarios } from './scenarios.ts';
import { clusterView, monitorOf } from './views.ts';

/** A terminal that notes what is asked of it, in order. */
function notingTerminal() {
  const asked: string[] = [];
  const stdout = Object.assign(new EventEmitter(), {
    ...{ isTTY: true, columns: 80, rows: 24, writable: true },
    write(text: string, ...more: readonly unknown[]) {
      asked.push(text);
      for (const done of more) if (typeof done === 'function') done();
      return true;
    },
  });
  const stdin = Object.assign(new EventEmitter(), {
    ...{ isTTY: true, setEncoding() {}, ref() {}, unref() {}, read: () => null },
    setRawMode(on: boolean) {
      asked.push(on ? 'raw' : 'cooked');
    },
  });
  return {
    asked,
    streams: { stdout: stdout as unknown as NodeJS.WriteStream, stdin: stdin as unknown as NodeJS.ReadStream },
  };
}

test('the terminal is set before anything is drawn on it: keys are keys, and long lines end at the edge', async () => {
  const { asked, streams } = notingTerminal();
  const { host } = hostOf(monitorOf([scenarios['slow-disk'] ?? clusterView([])]));
  const screen = createScreen(host, {
    ...{ look: { glyphs: 'ascii', colors: 'none' }, state: initialState, columns: 80, rows: 24 },
    tools: { quit() {}, repaint() {}, suspend() {}, text: () => '' },
  });
  const app = render(<App screen={screen} keys={true} onStart={() => {}} onResize={() => {}} />, {
    ...streams,
    ...{ interactive: true, exitOnCtrlC: false, patchConsole: false },
  });
  app.unmount();
  await app.waitUntilExit();
  const first = asked.findIndex((text) => text.includes('QUORUM'));
  expect(first).toBeGreaterThan(0);
  expect(asked.slice(0, first)).toEqual(expect.arrayContaining(['raw', '\x1b[?7l']));
  const last = asked.findLastIndex((text) => text.includes('QUORUM'));
  expect(asked.slice(last)).toEqual(expect.arrayContaining(['cooked', '\x1b[?7h']));
});
