import { pause, resume } from '../../test/lab/faults.ts';
import { someFollower } from '../../test/lab/leadership.ts';
import { sleep } from '../../test/lab/wait.ts';
import { type BenchLab, flagsFor } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { openProbe } from './probe.ts';

const presses = 40;
const afterFrames = 12;

/** Ms from a key to the redraw it causes while one member accepts connections and answers nothing, at any moment and right after a frame. */
export async function* hang(lab: BenchLab): AsyncGenerator<Figure> {
  const cluster = await lab.cluster(3);
  const member = await someFollower(cluster);
  const probe = openProbe(['top', ...flagsFor(cluster)]);
  try {
    await probe.saw(/QUORUM 3\/3/);
    pause(member);
    await sleep(7_000);
    const values: number[] = [];
    for (let press = 0; press < presses; press += 1) {
      const redraw = probe.nextOutput();
      probe.send(press % 2 === 0 ? 'j' : 'k');
      values.push(await redraw);
      // Keys come at moments that have nothing to do with the clock of the samples.
      await sleep(130 + ((press * 37) % 100));
    }
    const afterFrame: number[] = [];
    for (let press = 0; press < afterFrames; press += 1) {
      await probe.nextOutput();
      // A frame of a sample has just been drawn: the next must not wait for its turn.
      await sleep(3);
      const redraw = probe.nextOutput();
      probe.send('?');
      afterFrame.push(await redraw);
      await sleep(300);
    }
    yield { what: 'key to redraw right after a frame', unit: 'ms', values: afterFrame, budget: 50, judged: 'p95' };
    yield { what: 'key to redraw, one of 3 members hangs', unit: 'ms', values, budget: 50, judged: 'p95' };
  } finally {
    resume(member);
    await probe.close();
  }
}
