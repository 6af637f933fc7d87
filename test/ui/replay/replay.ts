import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { createElement } from 'react';
import { createReplay } from '../../../src/collector/replay.ts';
import { createMonitor, type Monitor } from '../../../src/model/monitor.ts';
import { FrameView } from '../../../src/ui/frame-view.tsx';
import type { Host } from '../../../src/ui/host.ts';
import { createScreen } from '../../../src/ui/screen.ts';
import { initialState, type UiState } from '../../../src/ui/state.ts';

const recordings = join(import.meta.dirname, '../../fixtures/recordings');

/** Plays a recording as fast as it goes, up to `seconds` after its first sample, into a monitor. */
export async function playTo(recording: string, seconds: number, windowSeconds = 30): Promise<Monitor> {
  const replay = createReplay(join(recordings, `${recording}.ndjson.gz`), { speed: Number.POSITIVE_INFINITY });
  const monitor = createMonitor({ windowSeconds });
  let first: number | undefined;
  for await (const sample of replay) {
    first ??= sample.mono;
    if (sample.mono - first > seconds * 1000) break;
    monitor.push(sample);
  }
  return monitor;
}

/** The lines that `etcdoc top --replay` shows of a monitor at this size, without colours. */
export function screenOf(monitor: Monitor, columns: number, rows: number, state: Partial<UiState> = {}): string[] {
  const screen = createScreen(hostOf(monitor), {
    look: { glyphs: 'block', colors: 'none' },
    state: { ...initialState, windowSeconds: 30, ...state },
    columns,
    rows,
    tools: { quit: () => {}, repaint: () => {}, suspend: () => {}, text: () => '' },
  });
  try {
    const drawn = renderToString(createElement(FrameView, { frame: screen.frame() }), { columns });
    return stripVTControlCharacters(drawn).split('\n');
  } finally {
    screen.close();
  }
}

function hostOf(monitor: Monitor): Host {
  return {
    monitor,
    subscribe: () => () => {},
    endpoints: ['recording'],
    mode: 'replay',
    allowActions: false,
    intervalSeconds: 1,
    now: () => monitor.latest?.at ?? 0,
    setInterval: () => {},
    sampleNow: () => {},
    mark: () => {},
    writeSample: async () => '',
    copy: async () => '',
    toggleRecording: async () => '',
    recording: undefined,
    diagnostics: [],
    runDiagnostic: async function* () {},
  };
}
