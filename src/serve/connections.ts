import type { Server } from 'node:net';
import type { Limits } from './limits.ts';
import type { TrafficCount } from './traffic.ts';

/** Bounds how many connections a server holds, in all and per address, and can end them all. */
export function boundConnections(server: Server, limits: Limits, traffic: TrafficCount) {
  const perAddress = new Map<string, number>();
  const open = new Set<{ destroy: () => void }>();
  server.maxConnections = limits.connections;
  server.on('drop', () => traffic.refuse('connections'));
  // Before the HTTP server's own listener: a connection beyond the bound must cost nothing more.
  server.prependListener('connection', (socket) => {
    // Also a socket that is turned away may still fail.
    socket.on('error', () => {});
    const address = socket.remoteAddress ?? '';
    const held = perAddress.get(address) ?? 0;
    if (held >= limits.connectionsPerAddress) {
      traffic.refuse('connections');
      socket.destroy();
      return;
    }
    perAddress.set(address, held + 1);
    open.add(socket);
    traffic.openConnections = open.size;
    socket.once('close', () => {
      open.delete(socket);
      traffic.openConnections = open.size;
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
  });
  return {
    endAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
