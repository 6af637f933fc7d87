import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from './limits.ts';

/** The answers that were begun and not yet taken, so that neither slow readers nor requests sent in a row without waiting pile up. */
export function countUnderWay(limits: Limits, slow: () => void) {
  const perConnection = new WeakMap<Socket, Set<() => void>>();
  let long = 0;

  function pendingOf(socket: Socket): Set<() => void> {
    const known = perConnection.get(socket);
    if (known) return known;
    const pending = new Set<() => void>();
    perConnection.set(socket, pending);
    // An answer that still waits behind another one is not told that its connection went.
    socket.once('close', () => {
      for (const release of pending) release();
    });
    return pending;
  }

  return {
    /** Whether no more long answers may be begun now. */
    full: () => long >= limits.inFlight,
    /** Begins one; false when its connection has asked for too many at once. */
    begin: ({ socket }: IncomingMessage, response: ServerResponse, isLong: boolean): boolean => {
      const pending = pendingOf(socket);
      if (pending.size >= limits.unansweredPerConnection) return false;
      if (isLong) long += 1;
      const timer = setTimeout(() => {
        slow();
        socket.destroy();
      }, limits.answerMs);
      const release = () => {
        if (!pending.delete(release)) return;
        clearTimeout(timer);
        if (isLong) long -= 1;
      };
      pending.add(release);
      response.once('close', release);
      return true;
    },
  };
}
