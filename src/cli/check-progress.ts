import { openProgress } from './progress.ts';

/** What a person on a terminal sees while `check` measures. */
export type CheckProgress = { readonly taken: (samples: number) => void; readonly end: () => void };

const everyMs = 500;

/** Counts the window down on a terminal's stderr; undefined is a recording, which has no window to wait for. */
export function openCheckProgress(windowSeconds: number | undefined): CheckProgress {
  const { show, clear } = openProgress();
  if (windowSeconds === undefined) {
    show('reading the recording ...');
    return { taken: () => {}, end: clear };
  }
  const ends = performance.now() + windowSeconds * 1000;
  let samples = 0;
  const tell = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    show(`measuring: sample ${Math.min(samples + 1, 2)} of 2${left > 0 ? `, ${left} s left` : ''} ...`);
  };
  tell();
  const timer = setInterval(tell, everyMs);
  return {
    taken: (count) => {
      samples = count;
      tell();
    },
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}
