import type { DiagnosticEntry, DiagnosticEvent } from '../model/diagnostic.ts';
import type { Monitor } from '../model/monitor.ts';

/** What the screen may ask of the program around it; the screen itself does no IO. Promises resolve to a sentence for the status line. */
export type Host = {
  readonly monitor: Monitor;
  /** Calls back after each sample and each failure of the loop; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Endpoints asked, and what has happened so far, for the frame before the first sample. */
  readonly endpoints: readonly string[];
  /** live: polling; replay: a recording plays. */
  readonly mode: 'live' | 'replay';
  readonly allowActions: boolean;
  readonly intervalSeconds: number;
  /** The last thing that failed in the loop around the screen, in one sentence. Foreign text. */
  readonly problem?: string | undefined;
  /** Wall ms; of the recording in a replay. */
  now(): number;
  setInterval(seconds: number): void;
  sampleNow(): void;
  mark(text: string): void;
  /** Writes the sample as JSON and the screen as text beside each other. */
  writeSample(number: number, screen: string): Promise<string>;
  copy(text: string): Promise<string>;
  toggleRecording(): Promise<string>;
  /** Bytes written so far, while recording. */
  readonly recording: { readonly path: string; readonly bytes: number } | undefined;
  readonly diagnostics: readonly DiagnosticEntry[];
  runDiagnostic(id: string, signal: AbortSignal): AsyncIterable<DiagnosticEvent>;
  /** Stops the program and the terminal's raw mode until SIGCONT; undefined where job control does not exist. */
  readonly suspend?: ((repaint: () => void) => void) | undefined;
  /** Replay only: the pace as a multiple of the recording's own. */
  setSpeed?(speed: number): void;
  /** Replay only: stands still, or goes on at the pace asked for. */
  hold?(still: boolean): void;
  /** Replay only: the pace that was asked for, and whether the recording has been played to its end. */
  readonly replay?: { readonly speed: number; readonly ended: boolean } | undefined;
};
