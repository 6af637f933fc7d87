import { type AddressInfo, createServer } from 'node:net';
import { sleep } from '../../test/lab/wait.ts';
import { type BenchLab, flagsFor } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { openProbe } from './probe.ts';

const runs = 15;

/** Ms from the start of the process to the first frame: with an endpoint that accepts and never answers, and with a cluster (then also to its data). */
export async function* firstFrame(lab: BenchLab): AsyncGenerator<Figure> {
  const silent = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const endpoints = ['--endpoints', `http://127.0.0.1:${port}`];
  // The first run fills the compile cache and the page cache.
  await framesAt(endpoints, /etcdoc/);
  const unanswered = [];
  for (let run = 0; run < runs; run += 1) unanswered.push(await framesAt(endpoints, /etcdoc/));
  silent.close();
  yield {
    what: 'first frame, nobody answers',
    unit: 'ms',
    values: unanswered.map(({ frame }) => frame),
    budget: 250,
  };

  const flags = flagsFor(await lab.cluster(3));
  const answered = [];
  for (let run = 0; run < runs; run += 1) answered.push(await framesAt(flags, /QUORUM 3\/3/));
  yield { what: 'first frame, 3 members, mTLS', unit: 'ms', values: answered.map(({ frame }) => frame), budget: 250 };
  yield { what: 'first sample on the screen, 3 members, mTLS', unit: 'ms', values: answered.map(({ data }) => data) };
}

async function framesAt(flags: readonly string[], wanted: RegExp): Promise<{ frame: number; data: number }> {
  const probe = openProbe(['top', ...flags]);
  try {
    const [frame, data] = await Promise.all([probe.saw(/etcdoc/), probe.saw(wanted)]);
    return { frame, data };
  } finally {
    await probe.close();
    await sleep(50);
  }
}
