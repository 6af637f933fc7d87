import { afterEach } from 'vitest';
import type { Board } from '../../src/serve/board.ts';
import { type Listener, type ListenerOptions, openListener } from '../../src/serve/listener.ts';

const open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close(0)));
});

/** A listener on a port that the system chooses, closed after the test. */
export async function listenerFor(
  board: Board,
  {
    memberPage = () => undefined,
    ...options
  }: Partial<ListenerOptions> & { memberPage?: () => string | undefined } = {},
): Promise<Listener & { url: string; port: number }> {
  const listener = await openListener({ listen: { host: '127.0.0.1', port: 0 }, version: '9.9.9', ...options }, board, {
    memberPage,
  });
  open.push(listener);
  const { port } = listener.address;
  return { ...listener, port, url: `http${options.tls ? 's' : ''}://127.0.0.1:${port}` };
}
