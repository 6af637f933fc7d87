import type { Overlay } from '../state.ts';
import { ColumnsOverlay } from './columns.tsx';
import { DetailOverlay } from './detail.tsx';
import { DiagnosticOverlay } from './diagnostic.tsx';
import { DiagnosticsOverlay } from './diagnostics.tsx';
import { type HelpRow, helpOverlay } from './help.tsx';
import { LogOverlay } from './log.tsx';
import type { OverlayComponent } from './overlay.ts';

/** Kinds of overlays that take the whole screen; a prompt is a line of the footer. */
export type FullScreenKind = Exclude<Overlay['kind'], 'none' | 'prompt'>;

/** ★ What draws each overlay; help needs the keymap that the program runs with. */
export function overlaysFor(keys: readonly HelpRow[]): Readonly<Record<FullScreenKind, OverlayComponent>> {
  return {
    help: helpOverlay(keys),
    detail: DetailOverlay,
    log: LogOverlay,
    columns: ColumnsOverlay,
    diagnostics: DiagnosticsOverlay,
    diagnostic: DiagnosticOverlay,
  };
}
