import { clean } from '../text/clean.ts';
import { fit } from '../text/width.ts';

/** One line on stderr that is written over, when that is a terminal; nothing elsewhere. */
export type Progress = { readonly show: (text: string) => void; readonly clear: () => void };

/** Progress on a terminal's stderr. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY || process.env.TERM === 'dumb') return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show: (text) => {
      shown = true;
      stream.write(`\r${fit(clean(text), Math.max(1, (stream.columns ?? 80) - 1))}`);
    },
    clear: () => {
      if (shown) stream.write(`\r${' '.repeat(Math.max(1, (stream.columns ?? 80) - 1))}\r`);
      shown = false;
    },
  };
}
