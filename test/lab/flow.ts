import type { Socket } from 'node:net';

/** What can be done to the bytes that travel one way between two ends. */
export type Flow = {
  /** Nothing arrives any more, connections stay open, as with packets dropped. */
  readonly cut: () => void;
  /** Everything arrives this many milliseconds later. */
  readonly delay: (milliseconds: number) => void;
  /** Ends cut and delay; what was held back arrives. */
  readonly heal: () => void;
  readonly isCut: () => boolean;
  /** Carries what `source` sends to `sink`, under the rules of this flow. */
  readonly carry: (source: Socket, sink: Socket) => void;
};

type Item = { readonly due: number; readonly what: Buffer | 'end' | 'close' };

const highWater = 1 << 20;

/** A flow without faults. */
export function openFlow(): Flow {
  let cut = false;
  let delayMs = 0;
  const moves = new Set<() => void>();
  const change = (nowCut: boolean, nowDelayMs: number) => {
    cut = nowCut;
    delayMs = nowDelayMs;
    for (const move of moves) move();
  };
  return {
    cut: () => change(true, delayMs),
    delay: (milliseconds) => change(cut, milliseconds),
    heal: () => change(false, 0),
    isCut: () => cut,
    carry: (source, sink) => {
      const held: Item[] = [];
      let heldBytes = 0;
      let timer: NodeJS.Timeout | undefined;
      const move = () => {
        clearTimeout(timer);
        while (!cut) {
          const item = held[0];
          if (item === undefined) break;
          const wait = item.due - performance.now();
          if (wait > 0.5) {
            timer = setTimeout(move, wait);
            break;
          }
          held.shift();
          if (item.what === 'close') {
            moves.delete(move);
            sink.destroy();
          } else if (item.what === 'end') sink.end();
          else {
            heldBytes -= item.what.length;
            if (!sink.destroyed) sink.write(item.what);
          }
        }
        if (heldBytes < highWater) source.resume();
      };
      // An end or a reset travels like data: a cut hides it too.
      const hold = (what: Item['what']) => {
        held.push({ due: performance.now() + delayMs, what });
        move();
      };
      moves.add(move);
      source.on('data', (chunk: Buffer) => {
        heldBytes += chunk.length;
        if (heldBytes >= highWater) source.pause();
        hold(chunk);
      });
      source.on('end', () => hold('end'));
      source.on('error', () => undefined);
      source.on('close', () => hold('close'));
    },
  };
}
