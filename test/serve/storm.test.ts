import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../lab/wait.ts';
import { troubledView } from '../report/views.ts';
import { boardOf, noTotals } from './boards.ts';
import { listenerFor } from './listeners.ts';
import { exchange, hold } from './raw.ts';

const ended: { destroy: () => void }[] = [];
afterEach(() => {
  for (const socket of ended.splice(0)) socket.destroy();
});

/** Runs beside this thread, so that what it costs the listener is all that is measured here. */
const client = `
  const { parentPort, workerData } = require('node:worker_threads');
  const http = require('node:http');
  const agent = new http.Agent({ keepAlive: true, maxSockets: workerData.connections });
  let ok = 0, bytes = 0, left = workerData.requests;
  const one = () => new Promise((resolve) => {
    http.get({ host: '127.0.0.1', port: workerData.port, path: '/metrics', agent }, (response) => {
      response.on('data', (chunk) => { bytes += chunk.length; });
      response.on('end', () => { if (response.statusCode === 200) ok += 1; resolve(); });
    }).on('error', () => resolve());
  });
  const lane = async () => { while (left-- > 0) await one(); };
  Promise.all(Array.from({ length: workerData.connections }, lane)).then(() => {
    agent.destroy();
    parentPort.postMessage({ ok, bytes });
  });
`;

function storm(port: number, requests: number, connections: number): Promise<{ ok: number; bytes: number }> {
  const worker = new Worker(client, { eval: true, workerData: { port, requests, connections } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

test('a storm of scrapes amid slow clients makes the loop neither late nor work for each', async () => {
  const view = troubledView();
  let made = 0;
  const board = boardOf(view);
  Object.defineProperty(board, 'intervalSeconds', {
    get: () => {
      made += 1;
      return 2;
    },
  });
  const { port, traffic } = await listenerFor(board, { limits: { headersMs: 1000, answerMs: 2000 } });
  // How often the board is asked for one page.
  await exchange(port, 'GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const perPage = made;
  expect(perPage).toBeGreaterThan(0);

  ended.push(...(await Promise.all(Array.from({ length: 10 }, () => hold(port, 'GET /metrics HTTP/1.1\r\nX-')))));
  const readers = await Promise.all(
    Array.from({ length: 4 }, () => hold(port, 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(15))),
  );
  for (const reader of readers) reader.pause();
  ended.push(...readers);

  made = 0;
  const tickMs = 50;
  const late: number[] = [];
  let due = performance.now() + tickMs;
  const loop = setInterval(() => {
    late.push(performance.now() - due);
    due = performance.now() + tickMs;
    board.totals = { ...noTotals, samples: late.length };
  }, tickMs);
  const begun = performance.now();
  const { ok } = await storm(port, 4000, 40);
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(loop);

  expect(ok).toBe(4000);
  expect(made / perPage).toBeLessThanOrEqual(seconds + 1);
  expect(late.length).toBeGreaterThan(3);
  // Half a second on a machine that does much else; without a storm it is a few milliseconds.
  expect(late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)]).toBeLessThan(500);
  // What they did not read lies in the kernel: to the listener they are idle.
  for (const reader of readers) reader.destroy();
  await eventually(() => traffic.openConnections === 0, { what: 'slow clients end' });
});
