import { startLoad } from '../../test/lab/load.ts';
import { sleep } from '../../test/lab/wait.ts';
import { step } from '../steps.ts';
import { type BenchLab, flagsFor, type MemberCount } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { openProbe, type Probe } from './probe.ts';

const sizes = [
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const intervalMs = 2_000;
const refreshes = 8;

/** CPU and bytes to the terminal per refresh, for each number of members, quiet and busy; the three sizes watch at the same time. */
export async function* refresh(lab: BenchLab): AsyncGenerator<Figure> {
  for (const members of [3, 5, 7] as const) {
    const cluster = await lab.cluster(members);
    for (const state of ['quiet', 'busy'] as const) {
      const load =
        state === 'busy' ? startLoad(cluster, { putsPerSecond: 150, rangesPerSecond: 200, seconds: 600 }) : undefined;
      const probes = sizes.map(([columns, rows]) => openProbe(['top', ...flagsFor(cluster)], { columns, rows }));
      try {
        const all = () => Promise.all(probes.map((probe) => watch(probe)));
        const watched = await step(`  ${members} members, ${state}: ${refreshes} refreshes`, all);
        for (const [index, [columns, rows]] of sizes.entries()) {
          const name = `${columns}x${rows}, ${members} members, ${state}`;
          const { cpu = [], bytes = [] } = watched[index] ?? {};
          yield { what: `CPU per refresh, ${name}`, unit: 'ms', values: cpu, budget: cpuBudget(columns, members) };
          yield { what: `bytes per refresh, ${name}`, unit: 'B', values: bytes, budget: bytesBudget(columns, state) };
        }
      } finally {
        for (const probe of probes) await probe.close();
        await load?.stop();
      }
    }
  }
}

function cpuBudget(columns: number, members: MemberCount): number | undefined {
  return columns === 120 && members === 5 ? 15 : undefined;
}

function bytesBudget(columns: number, state: 'quiet' | 'busy'): number | undefined {
  return columns === 80 && state === 'quiet' ? 400 : undefined;
}

/** Reads both counters midway between refreshes, so that each difference holds exactly one. */
async function watch(probe: Probe): Promise<{ cpu: number[]; bytes: number[] }> {
  await probe.saw(/QUORUM \d\/\d/);
  await sleep(4 * intervalMs);
  await probe.nextOutput();
  const start = performance.now() + intervalMs / 2;
  const cpu: number[] = [];
  const bytes: number[] = [];
  let before: readonly [number, number] | undefined;
  for (let at = 0; at <= refreshes; at += 1) {
    await sleep(start + at * intervalMs - performance.now());
    const now = [probe.cpuMs(), probe.bytes()] as const;
    if (before !== undefined) {
      cpu.push(now[0] - before[0]);
      bytes.push(now[1] - before[1]);
    }
    before = now;
  }
  return { cpu, bytes };
}
