/** Lines to a stream that may stall: whoever writes never waits, and what waits is bounded. */
export type Lines = {
  /** Takes a line with its line break; `mayGo` marks one that says what was said before. One line is one write. */
  readonly write: (line: string, mayGo?: boolean) => void;
  /** Lines that were left out because nobody read. */
  readonly dropped: () => number;
  /** Nobody will ever read again. */
  readonly end: () => void;
  /** Resolves when everything is written, at the latest after `deadlineMs`. */
  readonly flush: (deadlineMs: number) => Promise<void>;
};

/** What a writable stream has to be able to do. */
export type LineSink = {
  readonly write: (text: string) => boolean;
  readonly once: (event: 'drain', listener: () => void) => unknown;
};

type Waiting = { readonly line: string; readonly mayGo: boolean };

/** Lines into `sink`, at most `most` of them waiting; `gap` words how many were left out, once there is room again. */
export function createLines(sink: LineSink, gap: (count: number) => string, most = 1000): Lines {
  let waiting: Waiting[] = [];
  let full = false;
  let ended = false;
  let dropped = 0;
  let told = 0;
  let idle: (() => void)[] = [];

  function send(line: string) {
    if (sink.write(line)) return;
    full = true;
    sink.once('drain', () => {
      full = false;
      pump();
    });
  }

  function pump() {
    if (!full && told < dropped && !ended) {
      const count = dropped - told;
      told = dropped;
      send(gap(count));
    }
    while (!full && !ended) {
      const next = waiting.shift();
      if (!next) break;
      send(next.line);
    }
    if (full && !ended) return;
    for (const done of idle) done();
    idle = [];
  }

  return {
    write(line, mayGo = false) {
      if (ended) return;
      if (!full) return send(line);
      waiting.push({ line, mayGo });
      if (waiting.length <= most) return;
      const repeat = waiting.findIndex((one) => one.mayGo);
      waiting.splice(Math.max(0, repeat), 1);
      dropped += 1;
    },
    dropped: () => dropped,
    end() {
      ended = true;
      waiting = [];
      pump();
    },
    flush: (deadlineMs) =>
      new Promise((resolve) => {
        if (ended || (!full && waiting.length === 0)) return resolve();
        const timer = setTimeout(resolve, deadlineMs);
        idle.push(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
