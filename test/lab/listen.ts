import type { AddressInfo, Server, Socket } from 'node:net';

export type Listening = { readonly port: number; readonly url: string; readonly close: () => Promise<void> };

/** Listens on 127.0.0.1 at a port of the kernel's choice; `close` ends every connection too. */
export async function listen(server: Server, scheme = 'http'): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, url: `${scheme}://127.0.0.1:${port}`, close };
}
