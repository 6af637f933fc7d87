import { createServer } from 'node:net';
import { threadId } from 'node:worker_threads';

// Below the ephemeral range, so that no outgoing connection sits on a port of ours; each process starts somewhere else.
const first = 10_000;
const count = 22_000;
let next = (process.pid * 97 + threadId * 4_001) % count;

/** A port that nothing listens on at `host` (127.0.0.1 by default); a port is given once per process round. */
export async function freePort(hosts: readonly string[] = ['127.0.0.1']): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = first + next;
    next = (next + 1) % count;
    const free = await Promise.all(hosts.map((host) => isFree(port, host)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('lab: no free port on loopback');
}

/** `amount` free ports. */
export async function freePorts(amount: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < amount) ports.push(await freePort());
  return ports;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
