import { connect, type Socket } from 'node:net';

/** What a listener sends back to these bytes, until it closes the connection or `quietMs` pass without a byte. */
export function exchange(port: number, bytes: string | Buffer, quietMs = 100): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let answer = '';
    let quiet: NodeJS.Timeout | undefined;
    const done = () => {
      clearInterval(quiet);
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: string) => {
      answer += chunk;
      clearInterval(quiet);
      // In small steps: a pause of this whole process is none of the listener's.
      let steps = 5;
      quiet = setInterval(() => --steps === 0 && done(), quietMs / steps);
    });
    socket.on('error', () => {});
    socket.on('close', done);
  });
}

/** A connection that is open, with what was received on it so far. */
export function hold(port: number, bytes = ''): Promise<Socket & { received: () => string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = '';
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
      });
      if (bytes) socket.write(bytes);
      resolve(Object.assign(socket, { received: () => received }));
    });
  });
}
