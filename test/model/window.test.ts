import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMonitor } from '../../src/model/monitor.ts';
import { beginning, sampleOf } from './samples.ts';

const step = fc.record({
  seconds: fc.constantFrom(1, 2, 3, 30, 4000),
  puts: fc.nat(500),
  restarts: fc.boolean(),
  answers: fc.boolean(),
  wallJumps: fc.constantFrom(0, 0, 0, 3600, -3600),
});

test('whatever restarts, sleeps, jumps and fails, a window never counts more than was done in it, nor less than nothing', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 2, maxLength: 40 }),
      fc.constantFrom(5, 60, 900),
      (steps, windowSeconds) => {
        const monitor = createMonitor({ windowSeconds });
        const done: { seconds: number; puts: number }[] = [];
        let [seconds, wallOff, total, slow] = [0, 0, 1e6, 0];
        let startedAt = beginning / 1000 - 9999;
        let cpu = 500;
        for (const { seconds: later, puts, restarts, answers, wallJumps } of steps) {
          seconds += later;
          wallOff += wallJumps;
          if (restarts) {
            startedAt = beginning / 1000 + seconds + wallOff - 0.5;
            [total, slow, cpu] = [0, 0, 0];
          }
          total += puts;
          slow += puts;
          cpu += 0.01;
          done.push({ seconds, puts });
          const page = {
            process_start_time_seconds: startedAt,
            process_cpu_seconds_total: cpu,
            etcd_mvcc_put_total: total,
            etcd_disk_wal_fsync_duration_seconds: { 0.001: 0, 0.002: slow, Infinity: 0 },
          };
          const plan = answers ? { page } : { status: false as const, page: false as const };
          const view = monitor.push(sampleOf({ seconds, wallOff, members: { a: plan } }));
          const { putsPerSecond, walFsyncP99 } = view.members[0]?.readings ?? {};
          if (putsPerSecond?.value === undefined) continue;
          const covered = putsPerSecond.windowSeconds ?? Number.NaN;
          const truth = done
            .filter((entry) => entry.seconds > seconds - covered - 1e-6)
            .reduce((sum, entry) => sum + entry.puts, 0);
          expect(covered).toBeGreaterThan(0);
          expect(putsPerSecond.value).toBeGreaterThanOrEqual(0);
          expect(putsPerSecond.value * covered).toBeLessThanOrEqual(truth + 1e-6);
          expect(walFsyncP99?.observations ?? 0).toBeLessThanOrEqual(truth + 1e-6);
        }
        return true;
      },
    ),
    { numRuns: 300 },
  );
});
