import { createServer } from 'node:http';
import { type Listening, listen } from './listen.ts';

/**
 * The real metrics page of a member behind a clock that is `seconds` off: all comes from etcd, only the Date header is moved. A clock of
 * one process alone cannot be set: Go reads it without libc and without a system call, and a time namespace leaves the wall clock as it is.
 */
export async function shiftClock(endpoint: string, seconds: number): Promise<Listening> {
  const server = createServer(async (_, response) => {
    try {
      const real = await fetch(`${endpoint}/metrics`);
      const page = Buffer.from(await real.arrayBuffer());
      const stated = Date.parse(real.headers.get('date') ?? '');
      response.writeHead(real.status, {
        'content-type': real.headers.get('content-type') ?? 'text/plain',
        date: new Date(stated + seconds * 1000).toUTCString(),
      });
      response.end(page);
    } catch {
      response.destroy();
    }
  });
  return listen(server);
}
