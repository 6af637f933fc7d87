import { statusLine } from '../model/status-line.ts';
import { clean } from '../text/clean.ts';
import type { Format } from './format.ts';

/** One line for a status bar, in the words of the screen's own one-line form. */
export const line: Format = {
  id: 'line',
  help: 'one line per sample, for a status bar',
  open: () => (view) => `${clean(statusLine(view))}\n`,
};
